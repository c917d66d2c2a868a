"""Vector-Jacobian products without the quarter of a second that PyTorch's own first one takes."""

from collections.abc import Sequence

import torch
from torch import Tensor


def pullback(
    value: Tensor, inputs: Sequence[Tensor], row: Tensor, *, retain_graph: bool = False
) -> tuple[Tensor | None, ...]:
    """Return the gradient of (row · value) by each input, None where value does not depend on it.

    The same numbers as `torch.autograd.grad(value, inputs, row)`: the derivative of row · value by
    value is row. Given a row of its own, PyTorch imports SymPy to compare two shapes, which every
    process of a student's would do anew.

    Args: `value`, of floats, which requires grad; `row`, of its shape and dtype; `retain_graph`, so
    that it can be asked again. Raises RuntimeError when shapes differ or there is no graph.
    """
    wrt = list(inputs)
    if row.shape != value.shape or value.layout is not torch.strided:  # PyTorch says what is wrong
        return torch.autograd.grad(value, wrt, row, retain_graph=retain_graph, allow_unused=True)
    with torch.enable_grad():
        inner = (value * row).sum()
    return torch.autograd.grad(inner, wrt, retain_graph=retain_graph, allow_unused=True)
