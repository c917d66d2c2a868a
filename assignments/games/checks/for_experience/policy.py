"""REINFORCE's loss: what it is in float64, of which rows, and what mistakes make of it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed
from autograder.text.i18n import said

HIDDEN = True  # never released

# B and A: unequal, equal, one of each, many.
SIZES = ((4, 3), (3, 3), (1, 5), (6, 2), (1, 1), (4, 3), (180, 3))
ROUNDED = said(
    "The logarithm of a softmax that has rounded to 0 is minus infinity: take log_softmax, of the "
    "logits themselves."
)
LARGE = said("Wrong at large logits, up to ±10,000: nothing is clamped, and no epsilon is added.")
INTO_RETURNS = said("A gradient goes into `returns`: they are what happened. Detach them.")
INTO_BASELINE = said("A gradient goes into `baseline`: it only makes less noise. Detach it.")


@dataclass(frozen=True)
class Rows:
    """What is asked of `reinforce_loss`; `baseline` None stands for none that is given."""

    logits: Tensor
    action: Tensor
    returns: Tensor
    baseline: float | Tensor | None

    @property
    def named(self) -> dict[str, Any]:
        """The arguments by name, without a baseline that is as by default."""
        return {key: value for key, value in vars(self).items() if value is not None}

    @property
    def want(self) -> Tensor:
        """The loss, () in float64."""
        return loss_of(**self.named)


def loss_of(
    logits: Tensor, action: Tensor, returns: Tensor, baseline: float | Tensor = 0.0
) -> Tensor:
    """Return the loss, ()."""
    return -((returns.double() - baseline) * _chosen(logits, action)).mean()


def _chosen(logits: Tensor, action: Tensor) -> Tensor:
    """Return the log-probability of each action, (B,)."""
    return logits.double().log_softmax(1).gather(1, action[:, None])[:, 0]


def drawn_rows(ctx: Context, dtype: torch.dtype) -> Iterator[Rows]:
    """Draw rows with a baseline of each kind: none, a number, one for each row."""
    for place, (rows, actions) in enumerate(SIZES * 2):
        logits = ctx.randn(rows, actions, dtype=dtype)
        returns = 2 + ctx.randn(rows, dtype=dtype)
        each: tuple[float | Tensor | None, ...] = (
            *(None, 0.5 + float(ctx.rand(1)), 1 + ctx.rand(rows, dtype=dtype)),
            -1.5,
        )
        action = ctx.randint(actions, rows)
        yield Rows(logits, action, returns, each[(place + place // 4) % 4])


def extreme_rows(ctx: Context, dtype: torch.dtype) -> Iterator[Rows]:
    """Draw large logits: actions that are certain, and ones that were next to impossible."""
    for scale in (40.0, 150.0, 900.0, 9_000.0):
        logits = (scale * (ctx.rand(4, 3) - 0.5)).round() + scale * torch.tensor([1.0, -1, 0])
        for action in (torch.tensor([0, 0, 0, 0]), torch.tensor([1, 2, 0, 1])):
            returns = (1 + ctx.randn(4, dtype=torch.float64).abs()).to(dtype)
            yield Rows(logits.clamp(-1e4, 1e4).to(dtype), action, returns, 0.25)


def told_of_large(got: Tensor) -> str:
    """Return what is said of a wrong loss of large logits."""
    return LARGE if torch.isfinite(got).all() else ROUNDED


def reinforce_slips(
    logits: Tensor,
    action: Tensor,
    returns: Tensor,
    want: Tensor,
    baseline: float | Tensor = 0.0,
) -> SlipAnswers:
    """Return what mistakes make of the loss."""
    gain, brought, rows = returns.double() - baseline, returns.double(), len(action)
    chosen, logs = _chosen(logits, action), logits.double()
    over_rows = logs.log_softmax(0).gather(1, action[:, None])[:, 0]
    own = logs.gather(1, action[:, None])[:, 0]
    probabilities = logs.softmax(1)
    return {
        "The sign is the other one. Minus the mean: the loss is minimised.": -want,
        "The mean over rows was asked for, not the sum.": want * rows,
        "The mean over rows was asked for: this is one over all actions, too.": (
            want / logits.shape[1]
        ),
        "The baseline is missing: it is taken off the returns.": -(brought * chosen).mean(),
        "The baseline is taken off the returns, not added.": (
            -((2 * brought - gain) * chosen).mean()
        ),
        "The given baseline is taken off, not the mean return.": (
            -((brought - brought.mean()) * chosen).mean()
        ),
        "The given baseline is taken off; here the mean of what is left is, too.": (
            -((gain - gain.mean()) * chosen).mean()
        ),
        "Nothing is normalised: take the baseline off, and no more.": _normalised(gain, chosen),
        "Take the logarithm of the probability: here it is the probability itself.": (
            -(gain * chosen.exp()).mean()
        ),
        "Logits are no log-probabilities: log softmax makes them.": -(gain * own).mean(),
        "The softmax is over the actions of each row, not over rows.": -(gain * over_rows).mean(),
        "The softmax is taken twice.": (-(gain * _chosen(probabilities, action)).mean()),
        "There is one return for each row: here every row has all of them.": (
            -gain.mean() * chosen.mean()
        ),
        "These are bits: natural logarithms were asked for.": want / math.log(2),
        "The returns are missing: this is the negative log-likelihood.": -chosen.mean(),
        "The gain keeps its sign: no absolute value.": -(gain.abs() * chosen).mean(),
        "The action that was done counts: this is the likeliest one.": (
            -(gain * logs.log_softmax(1).amax(1)).mean()
        ),
        "The action that was done counts, not all of them.": (
            -(gain * logs.log_softmax(1).sum(1)).mean()
        ),
    }


def _normalised(gain: Tensor, chosen: Tensor) -> Tensor:
    if len(gain) < 2:
        return torch.tensor(math.nan)
    return -((gain - gain.mean()) / gain.std() * chosen).mean()


def require_no_gradient(answer: Answer, rows: Tensor) -> None:
    """Raise Failed when a gradient goes into the returns or a baseline of rows."""
    known = {"returns": INTO_RETURNS, "baseline": INTO_BASELINE}
    asked = [key for key in known if isinstance(answer.named.get(key), Tensor)]
    found = answer.gradient("logits", *asked, rows=rows.unsqueeze(0)).tensors()
    for key, got in zip(asked, found[1:], strict=True):
        if got.any():
            raise Failed(known[key])
