"""What the usual mistakes answer to a call of `images/continuous`."""

import math
from collections.abc import Mapping

from torch import Tensor

from autograder.checking.slips import SlipAnswers

HIDDEN = True

HALF_LOG_TAU = math.log(2 * math.pi) / 2


def gaussian(mean: Tensor, log_std: Tensor, y: Tensor) -> Tensor:
    """Return minus the log-density of y (B, C, H, W), by value, in float64."""
    return _square(mean, log_std, y) / 2 + log_std.double() + HALF_LOG_TAU


def gaussian_slips(mean: Tensor, log_std: Tensor, y: Tensor) -> SlipAnswers:
    """Return what the usual mistakes answer to `gaussian_nll`."""
    right, square, width = gaussian(mean, log_std, y), _square(mean, log_std, y), log_std.double()
    as_variance = _square(mean, log_std / 2, y)
    by_value = {
        "½ log 2π is missing, for each value.": right - HALF_LOG_TAU,
        "log 2π is halved: ½ log 2π for each value.": right + HALF_LOG_TAU,
        "log_std is not added: narrow densities are high.": right - width,
        "The signs of log_std and of the square differ: wide densities are low.": right - 2 * width,
        "log_std is a logarithm of σ, not of σ².": right - width / 2,
        "log_std is the logarithm of σ, not of σ²: the square is divided by exp(2 log_std).": (
            as_variance / 2 + width + HALF_LOG_TAU
        ),
        "log_std is the logarithm of σ: the square is divided by exp(log_std)², not by log_std².": (
            ((y.double() - mean.double()) / width).square() / 2 + width + HALF_LOG_TAU
        ),
        "A density may exceed 1: nothing is clamped at 0.": right.clamp_min(0),
        "½ is missing: the square is divided by 2σ².": right + square / 2,
    }
    sums = {text: one.flatten(1).sum(1) for text, one in by_value.items()}
    return {**sums, **_whole_image_slips(right)}


def _whole_image_slips(right: Tensor) -> SlipAnswers:
    total = right.flatten(1).sum(1)
    return {
        "This is a mean over pixels and channels: add up.": right.flatten(1).mean(1),
        "This is a mean over the batch: one number for each image.": total.mean().expand_as(total),
        "The sign is the wrong way round: this is the log-density.": -total,
        "These are bits, not nats.": total / math.log(2),
    }


def _square(mean: Tensor, log_std: Tensor, y: Tensor) -> Tensor:
    return ((y.double() - mean.double()) / log_std.double().exp()).square()


def dequantized(x: Tensor, noise: Tensor, num_values: int) -> Tensor:
    """Return (x + noise) / V, float64."""
    return (x.double() + noise.double()) / num_values


def dequantize_slips(x: Tensor, noise: Tensor, num_values: int) -> SlipAnswers:
    """Return what the usual mistakes answer to `dequantize`."""
    values, spread, last = x.double(), noise.double(), num_values - 1
    return {
        "Divide by V, not by V − 1.": (values + spread) / last,
        "Divide after the noise is added: it fills a bin, not the whole of [0, 1).": (
            values / num_values + spread
        ),
        "The noise is centred: it is in [0, 1), and value v starts at v / V.": (
            (values + spread - 0.5) / num_values
        ),
        "Value v starts at v / V: the noise is taken off.": (values - spread) / num_values,
        "Divide by V: these are v + noise.": values + spread,
        "The noise has no effect.": values / num_values,
        "The noise has no effect: these are the middles of bins.": (values + 0.5) / num_values,
        "Grid values v / (V − 1) are not the starts of bins: value v starts at v / V.": (
            values / last + spread / num_values
        ),
        "Value v starts at v / V: all bins stand one too high.": (values + 1 + spread) / num_values,
    }


def bound_slips(
    x: Tensor, num_values: int, log_densities: Tensor, instead: Mapping[str, Tensor]
) -> SlipAnswers:
    """Return what the usual mistakes answer to `discrete_bound`.

    Args: `log_densities` of the draws, (K, B); `instead`, log-densities (B,) of what mistakes put
    in, by their sentences.
    """
    volume, mean = x[0].numel() * math.log(num_values), log_densities.mean(0)
    bounds = volume - log_densities
    return {
        **_volume_slips(x, num_values, mean),
        "The mean over draws was asked for, not the sum.": bounds.sum(0),
        "The mean over draws was asked for, not the best one.": bounds.amin(0),
        "The mean over draws was asked for, not the worst one.": bounds.amax(0),
        "The mean over draws was asked for, not the logarithm of the mean (logsumexp).": (
            math.log(len(bounds)) - (-bounds).logsumexp(0)
        ),
        "Only the first draw counts.": bounds[0],
        "Only the last draw counts.": bounds[-1],
        "The mean over draws was asked for: divide by K, not by the number of images.": (
            volume - log_densities.sum(0) / len(x)
        ),
        "Draws and images are mixed up: noise is (K, B, C, H, W), draws first.": (
            bounds.reshape(len(x), -1).mean(1)
        ),
        **{text: volume - found for text, found in instead.items()},
    }


def _volume_slips(x: Tensor, num_values: int, mean: Tensor) -> SlipAnswers:
    one, dims = math.log(num_values), x[0].numel()
    return {
        "The volume of a bin is missing: D ln V.": -mean,
        "It was added the wrong way round: a bin is small, so its probability is less than its "
        "density.": -dims * one - mean,
        "Once ln V: it is for each of D dimensions.": one - mean,
        "For each pixel ln V: there are C values in it.": x[0, 0].numel() * one - mean,
        "D ln V is for an image, not for the batch.": x.numel() * one - mean,
        "A bin is 1 / V wide: ln V, not ln(V − 1).": dims * math.log(num_values - 1) - mean,
        "These are nats: ln V, not log2 V.": dims * math.log2(num_values) - mean,
    }


def bits(nll: Tensor, num_dims: int, num_values: int) -> Tensor:
    """Return a density's NLL (B,) in bits per dimension of the integers, float64."""
    return nll.double() / (num_dims * math.log(2)) + math.log2(num_values)


def bits_slips(nll: Tensor, num_dims: int, num_values: int) -> SlipAnswers:
    """Return what the usual mistakes answer to `density_to_bits`."""
    wide, more = nll.double(), math.log2(num_values)
    for_integers = wide / (num_dims * math.log(2))
    return {
        "nats / (D ln 2) is for integers: a density's bins add log2 V.": for_integers,
        "log2 V, not ln V.": for_integers + math.log(num_values),
        "log2 V is added: it was taken off.": for_integers - more,
        "log2 V is for each dimension already: it was divided by D, too.": (
            for_integers + more / num_dims
        ),
        "Divide by D: these are the bits of a whole image.": wide / math.log(2) + num_dims * more,
        "Divide the NLL by D, too.": wide / math.log(2) + more,
        "Divide by ln 2: nats are not bits.": wide / num_dims + more,
        "ln 2 divides: it was multiplied by.": wide * math.log(2) / num_dims + more,
        "log2 V is 8 for 256 values alone: V counts.": for_integers + 8,
        "Bits are logarithms to the base 2, not to the base V.": (
            wide / (num_dims * math.log(num_values)) + 1
        ),
        "log2 V, not log2(V − 1).": for_integers + math.log2(max(1, num_values - 1)),
    }
