"""Do the images of a batch know of one another, though each alone follows the law?

Antithetic draws (u for one image, 1 - u for another), stratified ones (u spread out evenly over
the batch) and shared ones have the right marginals. What they lack is independence.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from autograder.probes.oracles import Law
from autograder.probes.sampling import ALPHA

PAIRS_ALPHA = 1e-9  # false alarms of `paired`, which is asked of a small batch


def tied(law: Law, batches: Sequence[Tensor], free: Tensor) -> bool:
    """Say whether images that follow a law are dependent, or spread out too evenly.

    Args: `batches`, sequences (B, n) of one call each, in the order of the calls; `free`, the
    entries that were drawn, bool (all B, n). False alarms: ALPHA for both questions together.
    """
    together = torch.cat(list(batches))
    return _echoes(law, together, free) or (law.contexts == 1 and _too_even(law, batches, free))


def _echoes(law: Law, sequences: Tensor, free: Tensor) -> bool:
    """Say whether images at one distance in the batch, or mirrored in it, vary together.

    Given the pasts of all images the draws at one entry are independent. So with a score z of each
    draw that has mean zero after its past, Σ z_i z_{i+l} and Σ_{i<s/2} z_i z_{s-i} are martingales,
    and Freedman's bound holds for each l and s; the union bound adds them up.
    """
    size, entries = len(sequences), torch.arange(sequences.shape[1])
    pasts = law.context(sequences)
    for scores in (asked := _scores(law)):
        z = scores[entries, pasts, sequences] * free
        sums = torch.cat([_lagged(z), _mirrored(z)])
        pairs = torch.cat([size - torch.arange(1, size), torch.full((2 * size - 1,), size / 2)])
        step = scores.abs().max().item() ** 2
        variance = ((law.given().softmax(2) * scores.square()).sum(2).amax(1) * step).sum().item()
        need = math.log(4 * len(asked) * len(sums) / ALPHA)
        if (sums.abs() > _limits(variance * pairs, step, need)).any():
            return True
    return False


def _limits(variance: Tensor, step: float, need: float) -> Tensor:
    """Return Freedman's limit for each of several variances, see `probes.sampling`."""
    linear = step * need / 3
    return linear + (linear**2 + 2 * variance * need).sqrt()


def _scores(law: Law) -> tuple[Tensor, Tensor]:
    """Return two scores of each draw, mean zero after each past: its rank, and whether it is
    likely.

    By rank, values whose uniform numbers are opposite have opposite scores.
    """
    probs = law.given().softmax(2)
    rank = probs.cumsum(2) - probs / 2 - 0.5
    likely = (probs == probs.amax(2, keepdim=True)).double()
    return rank - (probs * rank).sum(2, True), likely - (probs * likely).sum(2, True)


def _lagged(z: Tensor) -> Tensor:
    """Return Σ_i z_i z_{i+l}, summed over the entries, for l = 1 … B-1."""
    waves, length = _waves(z)
    power = waves.real.square() + waves.imag.square()
    sums: Tensor = torch.fft.irfft(power.sum(1), n=length)
    return sums[1 : len(z)]


def _mirrored(z: Tensor) -> Tensor:
    """Return Σ_{i<s/2} z_i z_{s-i}, summed over the entries, for s = 0 … 2B-2."""
    waves, length = _waves(z)
    sums: Tensor = torch.fft.irfft(waves.square().sum(1), n=length)[: 2 * len(z) - 1]
    sums[::2] -= z.square().sum(1)
    return sums / 2


def _waves(z: Tensor) -> tuple[Tensor, int]:
    """Return the Fourier transform of each column (B, n), and the power of two it is padded to."""
    length = 1 << (2 * len(z) - 1).bit_length()
    return torch.fft.rfft(z, n=length, dim=0), length


def _too_even(law: Law, batches: Sequence[Tensor], free: Tensor) -> bool:
    """Say whether values come too nearly as often as they should, in a law without pasts.

    Value by value, each count is binomial given those before it; the chance that it is as near to
    its mean, or nearer, is at most the number of such counts times the largest probability of any.
    Such chances are no smaller than uniform numbers, so the sum of their logarithms is bounded by
    a Gamma variable (Fisher's method).
    """
    probs, surprise, terms = law.given().softmax(2)[:, 0], 0.0, 0
    values = probs.shape[1]
    shown = torch.split(free, [len(batch) for batch in batches])
    for batch, drawn in zip(batches, shown, strict=True):
        for entry in range(batch.shape[1]):
            counts = torch.bincount(batch[drawn[:, entry], entry], minlength=values)
            left, mass = int(counts.sum()), 1.0
            for count, p in zip(counts[:-1].tolist(), probs[entry, :-1].tolist(), strict=True):
                surprise -= math.log(_nearness(count, left, min(1.0, p / mass)))
                terms, left, mass = terms + 1, left - count, mass - p
    shape, reached = torch.tensor([float(terms), surprise], dtype=torch.float64)
    return bool(torch.special.gammaincc(shape, reached) < ALPHA / 2)


def _nearness(count: int, draws: int, p: float) -> float:
    """Return an upper bound on the chance that a binomial count is as near to its mean as this."""
    if draws == 0 or not 0 < p < 1:
        return 1.0
    mean = draws * p
    far = abs(count - mean) + 1e-6
    near = min(draws, math.floor(mean + far)) - max(0, math.ceil(mean - far)) + 1
    mode = min(draws, math.floor((draws + 1) * p))
    ways = math.lgamma(draws + 1) - math.lgamma(mode + 1) - math.lgamma(draws - mode + 1)
    top = math.exp(ways + mode * math.log(p) + (draws - mode) * math.log1p(-p))
    return min(1.0, near * top)


def paired(sequences: Tensor, num_values: int) -> bool:
    """Say whether two images of a batch agree, or mirror each other, where all values are fair.

    Args: `sequences` (B, m), the m entries that are fair draws of `num_values`. The number of
    agreements of two images is binomial; all pairs and both kinds together are accused by chance
    with probability at most PAIRS_ALPHA. With too few entries nobody is.
    """
    images, entries = sequences.shape
    pairs = torch.combinations(torch.arange(images), 2)
    if len(pairs) == 0:
        return False
    one, other = sequences[pairs[:, 0]], sequences[pairs[:, 1]]
    most = torch.maximum((one == other).sum(1), (one + other == num_values - 1).sum(1)).max()
    tail = sum(
        math.comb(entries, k) * (num_values - 1) ** (entries - k)
        for k in range(int(most), entries + 1)
    )
    return bool(tail / num_values**entries < PAIRS_ALPHA / (2 * len(pairs)))
