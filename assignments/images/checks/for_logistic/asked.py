"""Hidden questions to `logistic_log_prob` and `mixture_nll`."""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context
from autograder.checking.gradient import Gradient
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.text.i18n import said

from ..shared.accuracy import require_close, rounding
from ..shared.basis import is_wrong, made_of
from .by_hand import OF_THE_LOGITS, SHAPE
from .truth import log_prob, log_prob_slips, mixture, mixture_slips, told_far

HIDDEN = True

OF_THE_MEAN = said("The result has the dtype of the mean.")
UNDERFLOW = said("Probabilities underflow or overflow: use log_softmax and logsumexp.")
NO_WEIGHT = said(
    "At weights of ±3,000 a component without weight counts: no clamp, no epsilon in the logarithm."
)
LOG_ZERO = said("At weights of ±3,000 the softmax's logarithm is log 0: use log_softmax.")


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
    wrong = partial(told_far, want=want, log_scale=log_scale) if tails else ""
    require_close(answer, want, mean.dtype, slips=log_prob_slips, wrong=wrong)


def far(ctx: Context, num_values: int, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    """Draw values, means to ±10 and log-scales from -7 to 4: the contract's whole range."""
    x, drawn = values(ctx, num_values, 150), ctx.rand(2, 150, dtype=dtype)
    return x, 20 * drawn[0] - 10, 11 * drawn[1] - 7


def near(
    ctx: Context, sizes: tuple[int, int, int], dtype: torch.dtype
) -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
    """Draw logits, means and log-scales of a mixture, and images within three scales of all means.

    Args: `sizes`, V, K and C. Their tails are for `logistic_log_prob` alone.
    """
    num_values, components, channels = sizes
    away, spread = ctx.rand(2, 2, components, channels, 3, 4, dtype=dtype)
    logits, scales = ctx.randn(2, components, 3, 4, dtype=dtype), 3 * spread - 4
    x = ctx.randint(num_values, 2, channels, 3, 4)
    levels = (x / (num_values - 1)).to(dtype).unsqueeze(1)
    return (logits, levels + scales.exp() * (6 * away - 3), scales), x


def require_mixture(
    student: Student,
    x: Tensor,
    parts: tuple[Tensor, Tensor, Tensor],
    num_values: int,
    wrong: str = "",
) -> Answer:
    """Ask for the NLL of images by a mixture; raises Failed, naming the mistake, if it is wrong."""
    logits, means, scales = parts
    names = ("logits", "means", "log_scales", "x", "num_values")
    given: dict[str, Any] = dict(zip(names, (*parts, x, num_values), strict=True))
    answer: Answer = student.call("mixture_nll", **given)
    answer = answer.hint(shape=OF_THE_LOGITS, dtype=OF_THE_LOGITS)
    want, slack = mixture(logits, means, scales, x, num_values), rounding(logits, x[0].numel())
    bars = x.unsqueeze(1), means, scales

    def of_bars() -> Tensor:
        due, told = (
            log_prob(*bars, num_values),
            student.call("logistic_log_prob", *bars, num_values),
        )
        return require_close(told, due, logits.dtype)

    def told(got: Tensor) -> str:
        if not torch.isfinite(got).all():
            return UNDERFLOW
        return "" if is_wrong(of_bars) else wrong

    with made_of({"logistic_log_prob": of_bars}):
        require_close(answer, want, logits.dtype, slips=mixture_slips, slack=slack, wrong=told)
    return answer


def _has_nan(gradient: Gradient) -> bool:
    """Say whether a gradient is not finite; one that is not there is for another check to tell."""
    try:
        return not all(torch.isfinite(one).all() for one in gradient.tensors())
    except (Failed, StudentCrashed):
        return False


def require_extremes(student: Student, ctx: Context, dtype: torch.dtype) -> None:
    """Raise Failed unless weights of e^±3000 and means far off cost what they should.

    The component that has all the weight is the farther one: who takes a weight of nothing for a
    little more than nothing picks the other.
    """
    shape = 2, 3, 3, 2
    heavy = ctx.bernoulli(*shape, dtype=dtype)
    means = ctx.rand(2, 3, 1, 3, 2, dtype=dtype) + 3 * heavy.unsqueeze(2)
    scales = -3 * torch.ones_like(means)
    logits, x = 3_000 * (2 * heavy - 1), ctx.randint(12, 2, 1, 3, 2)
    answer = require_mixture(student, x, (logits, means, scales), 12, NO_WEIGHT)
    if _has_nan(answer.gradient("logits", rows=torch.ones(1, 2, dtype=dtype))):
        raise Failed(LOG_ZERO)
    off = 3 + ctx.rand(2, 3, 3, 3, 4, dtype=dtype)
    even, x = ctx.randn(2, 3, 3, 4, dtype=dtype), ctx.randint(256, 2, 3, 3, 4)
    require_mixture(student, x, (even, off, torch.full_like(off, -4)), 256)
