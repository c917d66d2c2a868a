"""The logistic law in bars, in float64, and what the usual mistakes make of it."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from ..shared.accuracy import CLOSE
from .by_hand import DEFAULT, LOWER_EDGE, OTHER_AXIS, UPPER_EDGE

HIDDEN = True

LEAST = -104.0  # the logarithm of the smallest number of float32
SMALL = 1e-5  # of a bar's mass: below it the published code takes density times width
CUT_OFF = said("It is cut off: no clamp, no epsilon in the logarithm.")
ROUNDED = said("In the far tail both sigmoids round to one number: work with logarithms.")
SURELY_NARROW = -3.0
NARROW = said("Wide laws are right, narrow ones are not: nothing is clamped, log_scale neither.")
FAR = said("Far from the mean the numbers are wrong: work with logarithms all the way.")


def edges(
    x: Tensor, mean: Tensor, log_scale: Tensor, half: float, last: int
) -> tuple[Tensor, Tensor]:
    """Return both edges of each value's bar, in scales from the mean, float64."""
    centre, rate = x.double() / last - mean.double(), (-log_scale.double()).exp()
    return (centre - half) * rate, (centre + half) * rate


def log_prob(
    x: Tensor,
    mean: Tensor,
    log_scale: Tensor,
    num_values: int,
    *,
    half: float | None = None,
    ends: bool = True,
) -> Tensor:
    """Return log s(b) + log s(-a) + log(1 - e^(a - b)) in float64; the ends have one edge each.

    Args: `half`, half of a bar's width, if it is another one; `ends`, False for ends that have
    edges on both sides.
    """
    last = num_values - 1
    a, b = edges(x, mean, log_scale, 0.5 / last if half is None else half, last)
    x = x.expand_as(a)
    inside = F.logsigmoid(b) + F.logsigmoid(-a) + (-torch.expm1(a - b)).log()
    if not ends:
        return inside
    return torch.where(x == 0, F.logsigmoid(b), torch.where(x == last, F.logsigmoid(-a), inside))


def log_prob_slips(x: Tensor, mean: Tensor, log_scale: Tensor, num_values: int) -> SlipAnswers:
    """Return what the usual mistakes answer to `logistic_log_prob`."""
    last, right = num_values - 1, log_prob(x, mean, log_scale, num_values)
    a, b = edges(x, mean, log_scale, 0.5 / last, last)
    at, inside = x.expand_as(a), log_prob(x, mean, log_scale, num_values, ends=False)
    swapped = torch.where(
        at == 0, F.logsigmoid(-a), torch.where(at == last, F.logsigmoid(b), right)
    )
    between, dense = (at > 0) & (at < last), _density(a, b)
    published = torch.where(between & ((b.sigmoid() - a.sigmoid()) <= SMALL), dense, right)
    return {
        "0 reaches to minus infinity and V − 1 to infinity: the ends have no edges.": inside,
        "The ends are swapped: 0 reaches to minus infinity, V − 1 to infinity.": swapped,
        "A bar is 1 / (V − 1) wide, half of it on each side: this one is 1 / V wide.": log_prob(
            x, mean, log_scale, num_values, half=0.5 / num_values
        ),
        "A bar is 1 / (V − 1) wide, half of it on each side: this one is twice as wide.": log_prob(
            x, mean, log_scale, num_values, half=1 / last
        ),
        "log_scale is no variance: scale = exp(log_scale).": log_prob(
            x, mean, log_scale / 2, num_values
        ),
        UPPER_EDGE: torch.where(at == last, inside, right),
        LOWER_EDGE: torch.where(at == 0, inside, right),
        "Values lie at x / (V − 1): here they lie at (x + ½) / V.": log_prob(
            x,
            (mean * num_values - 0.5) / last,
            log_scale + math.log(num_values / last),
            num_values,
        ),
        "scale = exp(log_scale): this is softplus.": log_prob(
            x, mean, F.softplus(log_scale.double()).log(), num_values
        ),
        "scale = exp(log_scale): divide by it.": log_prob(x, mean, -log_scale, num_values),
        "This is the density times the width, not the area.": torch.where(between, dense, right),
        "As in the published code, density times width stands for a small area: up to 0.7 nats "
        "off. An exact form costs no more.": published,
        "The mean is in units of [0, 1], values go to V − 1.": log_prob(
            x, mean / last, log_scale - math.log(last), num_values
        ),
        "These are probabilities: return their logarithms.": right.exp(),
    }


def _density(a: Tensor, b: Tensor) -> Tensor:
    """Return the logarithm of the density in the middle of a bar, times its width."""
    middle, width = (a + b) / 2, b - a
    return F.logsigmoid(middle) + F.logsigmoid(-middle) + width.log()


def told_far(got: Tensor, want: Tensor, log_scale: Tensor) -> str:
    """Say what is wrong far from the mean, where no mistake fits."""
    if not torch.isfinite(got).all():
        return ROUNDED
    yours, right = got.double(), want.double()
    off = (yours - right).abs() > CLOSE * (1 + right.abs())
    if (log_scale[off] < SURELY_NARROW).all():
        return NARROW
    cheap = (yours[off] > right[off]) & (yours[off] > LEAST)
    return CUT_OFF if bool(cheap.all()) else FAR


def mixture_parts(
    logits: Tensor, means: Tensor, log_scales: Tensor, x: Tensor, num_values: int
) -> tuple[Tensor, Tensor]:
    """Return log-weights (B, K, H, W) and log-probabilities (B, K, C, H, W), float64."""
    by_channel = log_prob(x.unsqueeze(1), means, log_scales, num_values)
    return logits.double().log_softmax(1), by_channel


def mixture(
    logits: Tensor, means: Tensor, log_scales: Tensor, x: Tensor, num_values: int
) -> Tensor:
    """Return the NLL of images by a mixture for each pixel, float64 (B,)."""
    weights, by_channel = mixture_parts(logits, means, log_scales, x, num_values)
    return -(weights + by_channel.sum(2)).logsumexp(1).sum((1, 2))


def mixture_slips(
    logits: Tensor, means: Tensor, log_scales: Tensor, x: Tensor, num_values: int
) -> SlipAnswers:
    """Return what the usual mistakes answer to `mixture_nll`."""
    weights, by_channel = mixture_parts(logits, means, log_scales, x, num_values)
    pixels, raw = by_channel.sum(2), logits.double()
    joint = weights + pixels
    right = -joint.logsumexp(1)
    heaviest = joint.gather(1, weights.argmax(1, keepdim=True)).squeeze(1)
    by_pixel = {
        "The logits are not normalised: log_softmax.": -(raw + pixels).logsumexp(1),
        "One component is picked for the whole pixel: add over channels before logsumexp.": (
            -(weights.unsqueeze(2) + by_channel).logsumexp(1).sum(1)
        ),
        "The mean of logs is a bound (Jensen): the logarithm of the mean was asked for.": (
            -(weights.exp() * pixels).sum(1)
        ),
        "The likeliest component alone was counted.": -joint.amax(1),
        "The heaviest component alone was counted.": -heaviest,
        "Weights are equal: logits have no effect.": (
            math.log(pixels.shape[1]) - pixels.logsumexp(1)
        ),
    }
    sums = {text: one.sum((1, 2)) for text, one in by_pixel.items()}
    over_rows = -(raw.log_softmax(2) + pixels).logsumexp(1)
    return {
        **sums,
        OTHER_AXIS: over_rows.sum((1, 2)),
        DEFAULT: mixture(logits, means, log_scales, x, 256),
        "One component is picked for each pixel: this is one for the whole image.": (
            -joint.sum((2, 3)).logsumexp(1)
        ),
        "This is a mean over pixels: add up.": right.mean((1, 2)),
        "This is a mean over pixels and channels: add up.": right.mean((1, 2)) / x.shape[1],
    }
