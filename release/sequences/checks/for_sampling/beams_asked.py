"""What `beam_search` answers: texts and their log-probabilities, read and compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.compare import detail_of, gap, require_agreement
from autograder.checking.models.players import PlayedModel
from autograder.checking.models.reader import reading
from autograder.checking.reply import Expect, expected_tensors
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongDtype, WrongForm, WrongShape
from autograder.probes.oracles import Law
from autograder.probes.texts import Texts
from autograder.text.i18n import listed, said

from ..shared.hints import hinted
from ..shared.precision import tolerance
from .by_hand import OTHER, OTHER_SUMS

NAME = "beam_search"
SHAPES = said(
    "Texts (W, length) with their prefix, and log-probabilities (W,). W is `width`, or as many "
    "texts as there are, if they are fewer."
)
DTYPES = said("Texts are int64, log-probabilities have the dtype of the logits.")
INFINITE = said(
    "Some log-probabilities are no finite numbers: logits go up to ±10,000. Go from logits to "
    "log-probabilities in one step (log_softmax)."
)
FEWER = said(
    "While there are fewer continuations than `width`, all stay: topk(min(width, how many there "
    "are))."
)


@dataclass(frozen=True)
class Asked:
    """A search, and how it is asked for: a law, a prefix (P,), how many texts are kept."""

    layout: Texts
    law: Law
    prefix: Tensor
    width: int
    dtype: torch.dtype = torch.float32
    plain: bool = False  # whether the model is a function, with nothing of a module

    def answered(
        self, student: Student, kept: int, *, by_name: bool = True
    ) -> tuple[Tensor, Tensor, PlayedModel]:
        """Ask; return `kept` texts, their log-probabilities, and the model as it was played.

        Raises Failed for another form.
        """
        played = reading(self.law, self.layout, NAME, self.dtype)
        given = {"prefix": self.prefix, "length": self.layout.size, "width": self.width}
        model = replace(played.oracle(), plain=self.plain)
        with hinted(FEWER):
            if by_name:
                answer = plain_by_name(student, NAME, model=model, **given)
            else:
                answer = student.call_plain(NAME, model, *given.values())
        forms = [Expect((kept, self.layout.size), torch.int64), Expect((kept,), self.dtype)]
        try:
            tokens, scores = expected_tensors(answer, forms, f"`{NAME}`")
        except (WrongShape, WrongDtype) as failed:
            told = SHAPES if isinstance(failed, WrongShape) else DTYPES
            raise WrongForm(listed([failed.message, told]), detail=failed.detail) from None
        return tokens, scores, played


def require_beams(
    got: Sequence[Tensor], want: Sequence[Tensor], token_slips: Slips, score_slips: Slips
) -> None:
    """Raise Failed unless texts and log-probabilities are those that are due, says which not."""
    (tokens, scores), (texts, sums) = got, want
    if not torch.isfinite(scores).all():
        raise Failed(INFINITE)
    mistakes = {} if torch.equal(tokens, texts) else _evaluated(token_slips, tokens, texts)
    require_agreement(tokens, texts, tolerance=0.01, wrong=OTHER, mistakes=mistakes)
    near = tolerance(scores.dtype) * (1 + sums.double().abs())
    yours, right = scores.double() / near, sums.double() / near
    if gap(yours, right) <= 1:
        return
    slips = {told: one / near for told, one in _evaluated(score_slips, scores, sums).items()}
    try:
        require_agreement(yours, right, tolerance=1.0, wrong=OTHER_SUMS, mistakes=slips)
    except Failed as failed:
        failed.detail = detail_of(scores, sums, float(near.max()))
        raise


def _evaluated(slips: Slips, got: Tensor, want: Tensor) -> dict[str, Tensor]:
    return evaluated(slips, got, want, (), {})
