"""Which of several laws over a few entries explains draws best, to name a mistake."""

from collections.abc import Mapping

import torch
from torch import Tensor

BETTER = 3.0  # nats, at least, by which the law that is named explains draws better
EXPLAINED, SLACK = 0.2, 3.0  # a law is named where it leaves so little, in nats, unexplained


def codes_of(sequences: Tensor, num_values: int) -> Tensor:
    """Return the number of each sequence (B, n), counted in base V, its first entry first."""
    powers = num_values ** torch.arange(sequences.shape[1] - 1, -1, -1)
    return (sequences.long() * powers).sum(1)


def counts_of(sequences: Tensor, num_values: int) -> Tensor:
    """Return how often each of V^n sequences came, float64 (V^n,)."""
    most = num_values ** sequences.shape[1]
    return torch.bincount(codes_of(sequences, num_values), minlength=most).double()


def excess(counts: Tensor, law: Tensor) -> float:
    """Return N · KL(observed || law) in nats; infinite where something came that never may."""
    seen = counts > 0
    observed = counts[seen] / counts.sum()
    return float((counts[seen] * (observed.log() - law.flatten().double()[seen].log())).sum())


def likeliest(counts: Tensor, right: Tensor, laws: Mapping[str, Tensor]) -> str:
    """Name the law that explains draws best; "" where none leaves much less than the right one.

    Args: `counts` (V^n,); `right` and `laws`, probabilities of all sequences, of n axes or flat.
    """
    costs = {name: excess(counts, law) for name, law in laws.items()}
    best = min(costs, key=costs.__getitem__, default="")
    own = excess(counts, right)
    most = min(EXPLAINED * own + SLACK * len(counts), own - BETTER)
    return best if best and costs[best] < most else ""
