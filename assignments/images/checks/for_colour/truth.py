"""Bins and their costs, in float64, and what the usual mistakes answer."""

import math

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from .by_hand import (
    ADDED_BITS,
    BINS_IN_BITS,
    BINS_TAKEN_OFF,
    DIVIDE,
    EQUAL,
    FLATTENED,
    IN_BITS,
    LOG_PROBS,
    LOW_BITS,
    LOWER_EDGE,
    MORE,
    NOT_NORMALISED,
    ONCE,
    OVER_VALUES,
    PER_PIXEL,
    PROBABILITIES,
    TAKEN_OFF,
    WHOLE_BATCH,
    WRONG_SHARE,
)

HIDDEN = True

LARGE = said("At ±10,000 the softmax's logarithm is log 0: use log_softmax.")
CUT_OFF = said("At ±10,000 a sure mistake is too cheap: no clamp, no epsilon in the logarithm.")


def bins(x256: Tensor, num_values: int) -> Tensor:
    """Return the bin of each of 256 values."""
    return x256 // (256 // num_values)


def bin_slips(x256: Tensor, num_values: int) -> SlipAnswers:
    """Return what the usual mistakes answer to `coarsen`."""
    return {
        DIVIDE: x256 // num_values,
        LOW_BITS: x256 % num_values,
        LOWER_EDGE: (x256 - 1).clamp_min(0) // (256 // num_values),
        EQUAL: (x256.double() * (num_values - 1) / 255).round().long(),
    }


def entry_nll(logits: Tensor, x: Tensor, axis: int = 1) -> Tensor:
    """Return the NLL of each entry, float64 (B, C, H, W), normalised over an axis."""
    return -_own(logits.double().log_softmax(axis), x)


def _own(scores: Tensor, x: Tensor) -> Tensor:
    return scores.gather(1, x.unsqueeze(1)).squeeze(1)


def channel_nll(logits: Tensor, x: Tensor) -> Tensor:
    """Return the NLL of each channel, float64 (B, C)."""
    return entry_nll(logits, x).sum((2, 3))


def channel_slips(logits: Tensor, x: Tensor) -> SlipAnswers:
    """Return what the usual mistakes answer to `nll_by_channel`."""
    entries, right = entry_nll(logits, x), channel_nll(logits, x)
    flat = logits.double().reshape(-1, logits.shape[1]).log_softmax(1)
    unmoved = -flat.gather(1, x.reshape(-1, 1)).view(x.shape).sum((2, 3))
    return {
        FLATTENED: unmoved,
        OVER_VALUES: entry_nll(logits, x, 2).sum((2, 3)),
        "The value's own logit, normalised over V: these are normalised over a row of pixels.": (
            entry_nll(logits, x, 4).sum((2, 3))
        ),
        "This is a mean over pixels: add up.": entries.mean((2, 3)),
        "This is a mean over the batch: one number for each image and channel.": (
            right.mean(0, keepdim=True)
        ),
        LOG_PROBS: -right,
        NOT_NORMALISED: -_own(logits.double(), x).sum((2, 3)),
        PROBABILITIES: (-entries).exp().sum((2, 3)),
        IN_BITS: right / math.log(2),
    }


def coarse_nll(logits: Tensor, x256: Tensor) -> Tensor:
    """Return what images of 256 values cost, float64 (B,)."""
    num_values = logits.shape[1]
    more = x256[0].numel() * math.log(256 / num_values)
    return channel_nll(logits, bins(x256, num_values)).sum(1) + more


def coarse_slips(logits: Tensor, x256: Tensor) -> SlipAnswers:
    """Return what the usual mistakes answer to `coarse_nll`."""
    num_values, size = logits.shape[1], x256[0].numel()
    of_bins = channel_nll(logits, bins(x256, num_values)).sum(1)
    more, right = math.log(256 / num_values), coarse_nll(logits, x256)
    return {
        MORE: of_bins,
        WRONG_SHARE: of_bins + size * math.log(num_values),
        ONCE: of_bins + more,
        PER_PIXEL: of_bins + size / 3 * more,
        TAKEN_OFF: of_bins - size * more,
        WHOLE_BATCH: of_bins + x256.numel() * more,
        "ln(256 / V) is added for each value: nothing is multiplied.": (
            of_bins * math.log(256) / math.log(num_values)
        ),
        ADDED_BITS: of_bins + size * more / math.log(2),
        BINS_IN_BITS: of_bins / math.log(2) + size * more,
        BINS_TAKEN_OFF: size * more - of_bins,
        LOG_PROBS: -right,
        IN_BITS: right / math.log(2),
    }


def told_of_large(got: Tensor) -> str:
    """Say what is wrong at logits of ±10,000, where no mistake fits."""
    return CUT_OFF if torch.isfinite(got).all() else LARGE
