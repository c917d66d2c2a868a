"""A small network of the grader's that runs beside the student's code, where gradients reach it."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

CUTS = ("", "input", "output")


class Network(nn.Module):
    """Maps x (B, *entries) to (B, *shape) by a formula in which every term may be left out.

        offset + linear x + (square x)² / 2 + steps [x > 1/2] + scale sin(phase + waves x)

    Weights are (prod(shape), prod(entries)), `offset` and `phase` (prod(shape),). It answers in the
    dtype of x, and images of a batch do not see each other. `cut` detaches its "input" or "output".
    """

    played = True  # by the grader: it takes every dtype, and decides nothing

    def __init__(self, shape: Sequence[int], weights: Mapping[str, Tensor], cut: str = "") -> None:
        super().__init__()
        self._shape, self._cut = tuple(shape), cut
        for name, weight in weights.items():
            self.register_parameter(name, nn.Parameter(weight.clone()))

    def forward(self, x: Tensor) -> Tensor:
        """Return the value of the formula."""
        entries = (x.detach() if self._cut == "input" else x).flatten(1)
        value: Tensor = entries.new_zeros(len(x), 1) + self._weight("offset", x, 0.0)
        if "linear" in self._parameters:
            value = value + entries @ self._weight("linear", x).T
        if "square" in self._parameters:
            value = value + (entries @ self._weight("square", x).T) ** 2 / 2
        if "steps" in self._parameters:
            value = value + (entries > 0.5).to(x.dtype) @ self._weight("steps", x).T
        if "waves" in self._parameters:
            angle = self._weight("phase", x, 0.0) + entries @ self._weight("waves", x).T
            value = value + self._weight("scale", x, 1.0) * torch.sin(angle)
        value = value.view(len(x), *self._shape)
        return value.detach() if self._cut == "output" else value

    def _weight(self, name: str, x: Tensor, otherwise: float | None = None) -> Any:
        weight = self._parameters.get(name)
        return otherwise if weight is None else weight.to(x)
