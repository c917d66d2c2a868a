"""Reference solutions of `flows/norms`: how long a row is."""

from torch import Tensor


def l1_norm(x: Tensor) -> Tensor:
    """Return the sum of absolute values over the last dimension, (...) for x (..., K)."""
    ### BEGIN SOLUTION
    return x.abs().sum(-1)
    ### END SOLUTION


def l2_norm(x: Tensor) -> Tensor:
    """Return the root of the sum of squares over the last dimension, (...) for x (..., K)."""
    ### BEGIN SOLUTION
    return x.square().sum(-1).sqrt()
    ### END SOLUTION
