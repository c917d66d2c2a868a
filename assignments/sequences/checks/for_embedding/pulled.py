"""The gradient of an embedding by its table: all places of a token add up in one row."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context
from autograder.checking.compare import require_agreement
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

CLOSE = 1e-9  # in float64
WRONG = said("The gradient of `embed` with respect to `table` is wrong.")


@dataclass(frozen=True)
class Pulled:
    """Tokens, a table (V, D) and cotangents (*tokens.shape, D)."""

    tokens: Tensor
    table: Tensor
    rows: Tensor

    @property
    def want(self) -> Tensor:
        """The gradient by the table."""
        flat = self.rows.reshape(-1, self.table.shape[1])
        return torch.zeros_like(self.table).index_add(0, self.tokens.flatten(), flat)

    def slips(self) -> SlipAnswers:
        """Return what mistakes give for a gradient."""
        want, flat = self.want, self.tokens.flatten()
        counts = torch.bincount(flat, minlength=len(self.table))[:, None]
        last = torch.zeros_like(want)
        for token, row in zip(flat.tolist(), self.rows.reshape(len(flat), -1), strict=True):
            last[token] = row
        padded = want.clone()
        padded[0] = 0
        return {
            "The right rows, but no gradient reaches `table`: is it detached, or copied into a "
            "layer of its own?": torch.zeros_like(want),
            "A token that occurs several times adds up its gradients: here they are divided by "
            "how often it occurs.": want / counts.clamp(min=1),
            "A token that occurs several times adds up its gradients: here one of them is left.": (
                last
            ),
            "Token 0 is a token as any other: its row has a gradient, too (no padding_idx).": (
                padded
            ),
        }


def embed_pulled(ctx: Context, tokens: Tensor) -> Pulled:
    """Draw a table and cotangents."""
    table = ctx.randn(5, 3, dtype=torch.float64)
    return Pulled(tokens, table, ctx.randn(*tokens.shape, 3, dtype=torch.float64))


def require_embed_pulled(answer: Answer, case: Pulled) -> None:
    """Raise Failed, naming the mistake, unless the gradient by the table is right."""
    ((got,),) = answer.gradient("table", rows=case.rows.unsqueeze(0)).tensors()
    require_agreement(got, case.want, tolerance=CLOSE, wrong=WRONG, mistakes=case.slips())
