"""Hidden questions to `logistic_log_prob` and `mixture_nll`."""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.student import Student
from autograder.text.i18n import said

from ..shared.accuracy import require_close, rounding
from .by_hand import OF_THE_LOGITS, SHAPE
from .truth import log_prob, log_prob_slips, mixture, mixture_slips, told_far

OF_THE_MEAN = said("The result has the dtype of the mean.")
UNDERFLOW = said("Probabilities underflow or overflow: use log_softmax and logsumexp.")


def values(ctx: Context, num_values: int, count: int) -> Tensor:
    """Draw values, a third of them at both ends and beside them."""
    ends = torch.tensor([0, 1, num_values - 2, num_values - 1])[ctx.randint(4, count // 3)]
    return torch.cat([ends, ctx.randint(num_values, count - len(ends))])


def require_log_prob(
    student: Student,
    x: Tensor,
    mean: Tensor,
    log_scale: Tensor,
    num_values: int,
    *,
    tails: bool = False,
) -> None:
    """Raise Failed, naming the mistake, unless log-probabilities are right, each for itself."""
    want = log_prob(x, mean, log_scale, num_values)
    given: dict[str, Any] = {"x": x, "mean": mean, "log_scale": log_scale, "num_values": num_values}
    answer = student.call("logistic_log_prob", **given)
    answer = answer.hint(shape=SHAPE, dtype=OF_THE_MEAN)
    wrong = partial(told_far, want=want) if tails else ""
    require_close(answer, want, mean.dtype, slips=log_prob_slips, wrong=wrong)


def far(ctx: Context, num_values: int, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    """Draw values, means to ±10 and log-scales from -7 to 4: the contract's whole range."""
    x, drawn = values(ctx, num_values, 150), ctx.rand(2, 150, dtype=dtype)
    return x, 20 * drawn[0] - 10, 11 * drawn[1] - 7


def require_mixture(
    student: Student, ctx: Context, parts: tuple[Tensor, Tensor, Tensor], num_values: int
) -> None:
    """Raise Failed, naming the mistake, unless the NLL of drawn images by a mixture is right."""
    logits, means, scales = parts
    x = ctx.randint(num_values, len(means), *means.shape[2:])
    names = ("logits", "means", "log_scales", "x", "num_values")
    given: dict[str, Any] = dict(zip(names, (*parts, x, num_values), strict=True))
    answer = student.call("mixture_nll", **given).hint(shape=OF_THE_LOGITS, dtype=OF_THE_LOGITS)
    want, slack = mixture(logits, means, scales, x, num_values), rounding(logits, x[0].numel())
    require_close(
        answer, want, logits.dtype, slips=mixture_slips, slack=slack, wrong=_told_of_mixture
    )


def _told_of_mixture(got: Tensor) -> str:
    return "" if torch.isfinite(got).all() else UNDERFLOW
