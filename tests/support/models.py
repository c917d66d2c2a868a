"""Notebooks of the exercises stack and sampling as one namespace, and models that are wrong."""

from functools import cache
from typing import Any

import torch
from torch import Tensor

from autograder.probes.order import Grid
from tests.conftest import ROOT

SOLUTIONS = ROOT / "solutions" / "pixelcnn"


def notebook(source: str = "") -> dict[str, Any]:
    """Return the references' names in one namespace, as in a notebook, `source` run last."""
    names: dict[str, Any] = {"__name__": "submission"}
    for code in _references():
        exec(code, names)
    exec(compile(source, "<submission>", "exec"), names)
    return names


@cache
def _references() -> list[Any]:
    sources = [(SOLUTIONS / f"{e}.py").read_text() for e in ("masks", "stack", "sampling")]
    cells = (
        "\n".join(line for line in text.splitlines() if not line.startswith("from solutions."))
        for text in sources
    )
    return [compile(cell, "<reference>", "exec") for cell in cells]


class Linear:
    """A model whose logits are linear in what `sees` says: bool (n, n), row s looks at t."""

    def __init__(self, grid: Grid, sees: Tensor, seed: int = 0, scale: float = 1.0) -> None:
        draw = torch.Generator().manual_seed(seed)
        shape = (grid.num_values, grid.size, grid.size)
        self.grid = grid
        self.weights = scale * sees * torch.randn(shape, generator=draw, dtype=torch.float64)

    def logits(self, x: Tensor) -> Tensor:
        sequences = self.grid.sequences(x.double())
        scores = torch.einsum("bt,vst->bvs", sequences - 0.5, self.weights)
        shape = (len(x), -1, self.grid.height, self.grid.width, self.grid.channels)
        return scores.reshape(shape).permute(0, 1, 4, 2, 3)

    def log_probs(self, x: Tensor) -> Tensor:
        return self.logits(x).log_softmax(1)

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        x = x.clone().requires_grad_()
        y = self.logits(x)
        return torch.stack([torch.autograd.grad(y, x, r, retain_graph=True)[0] for r in rows])


def earlier(grid: Grid) -> Tensor:
    """Return the mask of a model that sees all earlier entries."""
    return torch.ones(grid.size, grid.size, dtype=torch.float64).tril(-1)
