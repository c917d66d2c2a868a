"""What the tests of the references of `density` share: rows, brute force, finite differences."""

import itertools
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
# No order but the first is its own inverse: reversal would hide a mistake of inverse for order.
ORDERS = pytest.mark.parametrize("order", [None, [2, 0, 3, 1, 4], [1, 2, 3, 4, 0]])
NO_PERMUTATIONS = (
    [0, 1, 1, 3, 4],
    [0, 1, 2, 3, 5],
    [1, 2, 3, 4, 5],
    [0, 1, 2, 3],
    [-1, 0, 1, 2, 3],
)


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def randn(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(*shape, generator=seeded(seed), dtype=dtype)


def all_rows(num_dims: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Every binary row of this length, (2^D, D)."""
    return torch.tensor(list(itertools.product((0.0, 1.0), repeat=num_dims)), dtype=dtype)


def log_likelihood(logits: Tensor, x: Tensor) -> Tensor:
    return F.logsigmoid(torch.where(x == 1, logits, -logits)).sum(1)


def differences(function: Callable[[Tensor], Tensor], at: Tensor, step: float = 1e-6) -> Tensor:
    """Return the gradient of a number with respect to `at`, by central differences."""
    gradient = torch.zeros_like(at)
    for place in itertools.product(*map(range, at.shape)):
        move = torch.zeros_like(at)
        move[place] = step
        gradient[place] = (function(at + move) - function(at - move)) / (2 * step)
    return gradient


def require_law(draw: Callable[[int, torch.Generator], Tensor], law: Tensor) -> None:
    """Draw 20,000 rows; their shares must be those of `law`, (2^D,), over `all_rows`."""
    rows = draw(20_000, seeded(5))
    num_dims = rows.shape[1]
    assert torch.isin(rows, torch.tensor([0.0, 1.0], dtype=rows.dtype)).all()
    worth = 2 ** torch.arange(num_dims - 1, -1, -1)
    shares = torch.bincount((rows.long() * worth).sum(1), minlength=2**num_dims) / len(rows)
    # The seed is fixed, so this holds always or never; 0.004 is about the standard deviation.
    assert (shares - law).abs().max().item() < 0.02


def require_generator(draw: Callable[[torch.Generator | None], Tensor]) -> None:
    """Equal states give equal rows, whatever the global seed; a call moves the state on."""
    generator = seeded(3)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = draw(generator)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    assert torch.equal(draw(seeded(3)), first)
    assert not torch.equal(draw(generator), first)
    assert not first.requires_grad
    torch.manual_seed(7)
    by_global = draw(None)
    assert not torch.equal(draw(None), by_global)
    torch.manual_seed(7)
    assert torch.equal(draw(None), by_global)
