"""Weights that checks load into an `FVSBN`."""
from autograder.checking.check import Context
from .model import Weights

def unmasked(ctx: Context, dims: int) -> Weights:
    """Draw weights of which all are alike, also those on and above the diagonal."""
    return Weights(2 * ctx.randn(dims, dims), ctx.randn(dims))
