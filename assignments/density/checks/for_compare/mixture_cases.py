"""What hidden checks ask of mixtures, and the exact answers."""

from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context

from .mixtures import coins

HIDDEN = True  # never released


def exact_mixture(x: Tensor, weight_logits: Tensor, logits: Tensor) -> Tensor:
    """Return log P(x), (B,)."""
    return (weight_logits.log_softmax(0) + coins(x, logits).sum(2)).logsumexp(1)


def drawn_mixture(ctx: Context, parts: int, dtype: torch.dtype) -> dict[str, Any]:
    """Draw rows and a mixture, each with a size of its own."""
    rows, dims = ctx.different(2, 6, 9)
    return {
        "x": ctx.bernoulli(rows, dims, dtype=dtype),
        "weight_logits": ctx.randn(parts, dtype=dtype),
        "logits": 2 * ctx.randn(parts, dims, dtype=dtype),
    }
