"""What the tests of the references of `foundations` share: bans, arguments kept, the digits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode

from tests.assignments.density.facts import seeded
from tests.conftest import ROOT

DIGITS = ROOT / "assignments" / "foundations" / "digits16.npz"


def randn(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    """Draw normal numbers, of no dimension, too."""
    return torch.randn(shape, generator=seeded(seed), dtype=dtype)


class Names(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Note the name of each operation that PyTorch carries out."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.seen: list[str] = []

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        self.seen.append(str(func))
        return func(*args, **(kwargs or {}))


def banned(call: Callable[[], object]) -> list[str]:
    """Return the names of operations with `conv` or `pool` in them that a call carries out."""
    with Names() as names:
        call()
    assert names.seen
    return [name for name in names.seen if "conv" in name or "pool" in name]


@contextmanager
def kept(*tensors: Tensor) -> Iterator[None]:
    """Fail if the block changes one of the tensors."""
    before = [tensor.clone() for tensor in tensors]
    yield
    for now, then in zip(tensors, before, strict=True):
        assert torch.equal(now, then)


def digits() -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Return images (N, 1, 8, 8) and labels: those to train on, and those that are held back."""
    file = np.load(DIGITS)
    images = torch.from_numpy(file["images"]).float().unsqueeze(1) / 16
    labels = torch.from_numpy(file["labels"])
    back = torch.arange(len(images)) % 6 == 5
    return (images[~back], labels[~back]), (images[back], labels[back])


def train(
    model: nn.Module,
    loss: Callable[[Tensor, Tensor], Tensor],
    images: Tensor,
    targets: Tensor,
    steps: int,
) -> None:
    """Train by the course's protocol: Adam at 0.01, batches of 64."""
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    draw = seeded(0)
    for _ in range(steps):
        batch = torch.randint(len(images), (64,), generator=draw)
        optimiser.zero_grad()
        loss(model(images[batch]), targets[batch]).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
