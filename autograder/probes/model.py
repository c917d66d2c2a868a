"""What a probe asks of a model, and how two of its answers are compared."""

from typing import Protocol

import torch
from torch import Tensor


class Model(Protocol):
    """A black box from images to distributions over the values of every entry."""

    def log_probs(self, x: Tensor) -> Tensor:
        """Map images (B, C, H, W) to float64 log-probabilities (B, V, C, H, W)."""


class Differentiable(Protocol):
    """A model that can be asked for gradients of its logits."""

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        """Pull `rows` (R, 1, V, C, H, W) back through one image x (1, C, H, W): (R, 1, C, H, W)."""


class Differentiated(Model, Differentiable, Protocol):
    """A model that can be asked for both."""


def distance(first: Tensor, second: Tensor) -> Tensor:
    """Return |first - second| elementwise; equal infinities are at distance zero, NaN at
    infinity.
    """
    gap = torch.where(first == second, 0.0, (first - second).abs())
    return torch.where(gap.isnan(), torch.inf, gap)


def tolerance(dtype: torch.dtype, log_probs: Tensor) -> float:
    """Return how far two honest answers about the same past may lie apart, in nats.

    1e-9 in float64; 2e-5 × max(1, largest finite |log-probability|) in float32, where rounding
    grows with the size of the numbers. Honest models stay two orders of magnitude below.
    """
    if dtype == torch.float64:
        return 1e-9
    finite = log_probs[log_probs.isfinite()]
    scale = finite.abs().max().item() if finite.numel() else 1.0
    return 2e-5 * max(1.0, scale)
