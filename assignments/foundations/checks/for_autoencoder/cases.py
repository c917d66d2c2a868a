"""Hidden questions about errors, thresholds and bits, and what mistakes answer to them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

HIDDEN = True  # never released

Sent = dict[str, int | float]


@dataclass(frozen=True)
class Errors:
    """Errors of normal (N,) and of odd images (M,), and the rate of false alarms that may be."""

    normal: Tensor
    odd: Tensor
    rate: float


def image_cases(ctx: Context, dtype: torch.dtype) -> list[tuple[Tensor, int]]:
    """Draw images away from black and how many numbers a code has: more pixels, fewer, one image.

    Every size of a code occurs, none and all but one among them.
    """
    found = []
    for rows, pixels in ((9, 4), (3, 6), (1, 3), (2, 1), (6, 6)):
        x = 0.2 + 0.8 * ctx.rand(rows, pixels, dtype=dtype) * torch.linspace(0.3, 1, pixels)
        found += [(x.to(dtype), code) for code in range(pixels)]
    return found


def pca_slips(x: Tensor, code: int, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `pca_error` answer."""
    count, pixels = x.shape
    values = torch.linalg.svdvals(x.double() - x.double().mean(0))
    total = values.square().sum()
    lost = values[code:].square().sum()
    raw = torch.linalg.svdvals(x.double())[code:].square().sum()
    return {
        "Subtract the mean first: the best linear autoencoder has a bias.": raw / x.numel(),
        "What is lost counts, not what is kept.": (total - lost) / x.numel(),
        "The mean over its pixels, too: divide by P.": want * pixels,
        "The squares of the singular values were asked for.": values[code:].sum() / x.numel(),
        "N − 1 divides a sample variance; the error is a mean over N.": want
        * count
        / max(1, count - 1),
        "The smallest directions are lost, not the largest.": values.flip(0)[code:].square().sum()
        / x.numel(),
    }


def error_cases(ctx: Context) -> list[Errors]:
    """Draw errors: ties, no false alarm allowed, one normal image, rates near a whole number."""
    found = []
    for dtype in (torch.float32, torch.float64):
        for count, odd in ((12, 5), (1, 3), (7, 1), (40, 30)):
            tied = ctx.randint(5, count).to(dtype)
            apart = ctx.rand(count, dtype=dtype)
            for normal in (tied, apart):
                far = normal.max() * ctx.rand(odd, dtype=dtype) * 2
                # Half of them at a normal one, so that "strictly" shows.
                at = normal[ctx.randint(count, odd)]
                found += [
                    Errors(normal, torch.where(ctx.bernoulli(odd) > 0, at, far), rate)
                    for rate in (0.0, *(_rate(ctx, count, beyond) for beyond in (0.02, 0.6, 0.98)))
                ]
    return found


def _rate(ctx: Context, count: int, beyond: float) -> float:
    """Draw a rate that allows so much more than a whole number of `count` images."""
    return (ctx.between(0, count - 1) + beyond) / count


def found_in(case: Errors) -> Tensor:
    """Return the threshold and both shares, float64 (3,)."""
    ordered = case.normal.double().sort(descending=True).values
    return _shares(case, ordered[math.floor(case.rate * len(ordered))])


def _shares(case: Errors, threshold: Tensor) -> Tensor:
    shares = [(one.double() > threshold).double().mean() for one in (case.normal, case.odd)]
    return torch.stack([threshold, *shares])


def detect_slips(case: Errors) -> SlipAnswers:
    """Return what mistakes of `detect` answer."""
    normal = case.normal.double()
    each, low = (
        torch.tensor(sorted(set(normal.tolist()), reverse=True)).double(),
        normal.sort().values,
    )
    right = found_in(case)
    at = torch.stack([(one.double() >= right[0]).double().mean() for one in (normal, case.odd)])
    place = math.floor(case.rate * len(normal))
    return {
        "Equal errors count each: four images at one error are four.": _shares(
            case, each[min(len(each) - 1, math.floor(case.rate * len(each)))]
        ),
        "Above means strictly above: an error at the threshold is not.": torch.stack(
            [right[0], *at]
        ),
        "Above it lies at most the share `rate` of the normal ones: this lets one more "
        "through.": _shares(case, low.flip(0)[min(len(low) - 1, place + 1)]),
        "The *least* such error was asked for: fewer lie above this one than may.": _shares(
            case, low.flip(0)[max(0, place - 1)]
        ),
        "The threshold comes from normal images alone.": _shares(
            case, torch.cat([normal, case.odd.double()]).max()
        ),
        "The measured share of false alarms was asked for, not the rate.": torch.stack(
            [right[0], torch.tensor(case.rate).double(), right[2]]
        ),
    }


def sent_cases(ctx: Context) -> Sequence[Sent]:
    """Draw what is sent: with a decoder and without, codes of no number, one image."""
    one = {"num_images": 1, "num_pixels": 64, "bits_per_pixel": 4}
    return [
        {**one, "code": 8, "bits_per_number": 16},
        *(
            {
                "num_images": ctx.between(2, 50),
                "num_pixels": ctx.between(10, 90),
                "bits_per_pixel": 0.5 + ctx.between(1, 6),
                "code": code,
                "bits_per_number": ctx.between(7, 32),
                **({"decoder_parameters": decoder} if decoder else {}),
            }
            for code, decoder in ((3, 0), (5, 700), (0, 41), (11, 1))
        ),
    ]


def ratio_slips(sent: Sent) -> SlipAnswers:
    """Return what mistakes of `compression_ratio` answer."""
    count, code, decoder = sent["num_images"], sent["code"], sent.get("decoder_parameters", 0)
    bits, number = count * sent["num_pixels"] * sent["bits_per_pixel"], sent["bits_per_number"]
    packed = (count * code + decoder) * number
    alone = count * code * number
    told = {
        "The receiver needs the decoder, once: it is missing.": bits / (alone or packed),
        "The receiver needs the decoder, once: here it comes with every image.": bits
        / (count * (code + decoder) * number),
        "It is the other way round: bits of the images over bits of what is sent.": packed / bits,
        "A float was asked for: do not round.": float(bits // packed),
        "Numbers of the decoder have bits_per_number bits, too.": bits / (alone + decoder or 1),
    }
    return {text: torch.tensor([one], dtype=torch.float64) for text, one in told.items()}


def ratio_of(sent: Sent) -> Tensor:
    """Return how many times fewer bits are sent, float64 (1,)."""
    numbers = sent["num_images"] * sent["code"] + sent.get("decoder_parameters", 0)
    bits = sent["num_images"] * sent["num_pixels"] * sent["bits_per_pixel"]
    return torch.tensor([bits / (numbers * sent["bits_per_number"])], dtype=torch.float64)
