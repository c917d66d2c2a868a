"""What hidden checks ask of the layers of PixelRNN, and the right answers."""

from collections.abc import Callable, Iterator, Mapping

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers

from .walks import (
    both_slips,
    both_walks,
    diagonal_slips,
    diagonal_walk,
    row_slips,
    row_walk,
)

HIDDEN = True

SIZES = ((3, 5), (1, 4), (3, 1), (5, 2), (1, 1))  # tall and wide, one row, one column
KERNELS = (3, 1, 5, 3, 5)
UNITS, BATCH, SCALE = 2, 2, 1.5  # at a scale of 0.1 the order of gates hardly shows
RIGHT: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = {
    "row_lstm": row_walk,
    "diagonal_lstm": diagonal_walk,
    "diagonal_bilstm": both_walks,
}
SLIPS: Mapping[str, Callable[[Tensor, Tensor], SlipAnswers]] = {
    "row_lstm": row_slips,
    "diagonal_lstm": diagonal_slips,
    "diagonal_bilstm": both_slips,
}


def layers(ctx: Context, name: str, dtype: torch.dtype) -> Iterator[tuple[Tensor, Tensor]]:
    """Draw inputs and a weight for each size."""
    for size, kernel in zip(SIZES, KERNELS, strict=True):
        yield drawn_layer(ctx, name, size, kernel, dtype)


def drawn_layer(
    ctx: Context, name: str, size: tuple[int, int], kernel: int, dtype: torch.dtype
) -> tuple[Tensor, Tensor]:
    """Draw the inputs and the weight of one layer."""
    taps = kernel if name == "row_lstm" else 2
    both = (2,) if name == "diagonal_bilstm" else ()
    inputs = SCALE * ctx.randn(*both, BATCH, 4 * UNITS, *size, dtype=dtype)
    return inputs, ctx.randn(*both, 4 * UNITS, UNITS, taps, dtype=dtype)


def closed(inputs: Tensor) -> Tensor:
    """Return inputs whose large ones shut a gate for good, or open it: exp(800) is infinite."""
    return torch.where(inputs.abs() > SCALE, 800 * inputs, inputs)


def numbered(ctx: Context, size: tuple[int, int], dtype: torch.dtype) -> Tensor:
    """Return images (2, 3, H, W) of whole numbers from 1 on, in a drawn order."""
    count = 6 * size[0] * size[1]
    order = torch.randperm(count, generator=ctx.stream) + 1
    return order.view(2, 3, *size).to(dtype)


def skewed(x: Tensor) -> Tensor:
    """Return what `skew` should."""
    height, width = x.shape[2:]
    y = x.new_zeros(*x.shape[:3], width + height - 1)
    for i in range(height):
        for j in range(width):
            y[:, :, i, i + j] = x[:, :, i, j]
    return y


def unskew_slips(y: Tensor, x: Tensor) -> SlipAnswers:
    """Return what mistakes take out of y in place of x."""
    return {"Row i starts at column i.": y[..., : x.shape[3]]}
