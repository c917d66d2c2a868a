"""What the tests of the references of `images` share: random numbers, nets, played laws."""

import itertools
from collections.abc import Callable, Iterable

import pytest
import torch
from torch import Tensor

DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def randn(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    return torch.randn(*shape, generator=seeded(seed), dtype=dtype)


def randint(high: int, *shape: int, seed: int = 0) -> Tensor:
    return torch.randint(high, shape, generator=seeded(seed))


def places(*size: int) -> Iterable[tuple[int, ...]]:
    return itertools.product(*map(range, size))


def require_kept(call: Callable[..., object], *arguments: Tensor) -> None:
    """Call it; no argument may have changed, and none may have got a `.grad`."""
    before = [one.clone() for one in arguments]
    call(*arguments)
    for one, old in zip(arguments, before, strict=True):
        assert torch.equal(one, old) and (not one.is_leaf or one.grad is None)


def require_shares(draw: Callable[[int], Tensor], law: dict[tuple[int, ...], float]) -> None:
    """Draw 20,000 rows of ints, (N, D): their shares must be those of a finite law."""
    rows = [tuple(row) for row in draw(20_000).tolist()]
    for row in set(rows) | set(law):
        # The seed is fixed, so this holds always or never; 0.0035 is the largest deviation's size.
        assert abs(rows.count(row) / len(rows) - law.get(row, 0.0)) < 0.015, row


class Played:
    """A law that the test makes up: logits 2 sin(b + W x_<t), causal by construction."""

    def __init__(self, num_values: int, *shape: int, scale: float = 2.0, seed: int = 0) -> None:
        size = torch.Size(shape).numel()
        # Raster order with the channels innermost: entry t of the order stands at `order[t]`.
        self.order = torch.arange(size).view(shape).permute(1, 2, 0).flatten()
        past = torch.ones(size, size, dtype=torch.float64).tril(-1)
        self.weight = randn(num_values, size, size, seed=seed) * past
        self.bias = randn(num_values, size, seed=seed + 1)
        self.num_values, self.shape, self.scale = num_values, shape, scale
        self.calls = 0

    def __call__(self, x: Tensor) -> Tensor:
        self.calls += 1
        in_order = x.double().flatten(1)[:, self.order]
        logits = self.scale * torch.sin(self.bias + (self.weight @ in_order.T).permute(2, 0, 1))
        back = torch.empty_like(logits)
        back[:, :, self.order] = logits
        return back.view(len(x), self.num_values, *self.shape).to(x.dtype)

    def grid(self, values: Tensor, dtype: torch.dtype = torch.float64) -> Tensor:
        return values.to(dtype) / (self.num_values - 1)

    def log_probs(self, values: Tensor) -> Tensor:
        """Of each entry in the order, (B, size), one after the other."""
        in_order = self.grid(values).flatten(1)[:, self.order]
        steps = []
        for t in range(in_order.shape[1]):
            past = in_order[:, :t] @ self.weight[:, t, :t].T
            logits = self.scale * torch.sin(self.bias[:, t] + past)
            chosen = values.flatten(1)[:, self.order[t]]
            steps.append(logits.log_softmax(1)[torch.arange(len(values)), chosen])
        return torch.stack(steps, dim=1)
