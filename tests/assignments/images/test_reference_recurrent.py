"""`images/recurrent`: each layer against a walk from pixel to pixel; fields; gradients."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from solutions.images.recurrent import diagonal_bilstm, diagonal_lstm, row_lstm, skew, unskew
from tests.assignments.images.facts import DTYPES, places, randn, require_kept

SIZES = pytest.mark.parametrize("size", [(1, 1), (1, 4), (3, 1), (3, 5), (5, 2)])


@SIZES
def test_skewing_moves_each_pixel_by_its_row(size: tuple[int, int]) -> None:
    height, width = size
    x = randn(2, 3, height, width)
    y = skew(x)
    assert y.shape == (2, 3, height, width + height - 1)
    inside = torch.zeros(y.shape[2:], dtype=torch.bool)
    for i, j in places(height, width):
        assert torch.equal(y[:, :, i, i + j], x[:, :, i, j])
        inside[i, i + j] = True
    assert not y[:, :, ~inside].any()
    y[:, :, ~inside] = torch.nan
    assert torch.equal(unskew(y), x)
    require_kept(skew, x)


def test_skewing_keeps_ints_and_returns_new_tensors() -> None:
    x = torch.arange(6).view(1, 1, 2, 3)
    assert skew(x).dtype == torch.int64
    unskew(x).zero_()
    skew(x[:, :, :1]).zero_()
    assert x.sum() == 15


def step(gates: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    o, f, i, g = gates.view(gates.shape[0], 4, -1).unbind(1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def walk(inputs: Tensor, weight: Tensor, kind: str) -> Tensor:
    """Pixel by pixel, with nothing but dictionaries."""
    batch, four_n, height, width = inputs.shape
    zero = inputs.new_zeros(batch, four_n // 4)
    h: dict[tuple[int, int], Tensor] = {}
    c: dict[tuple[int, int], Tensor] = {}
    side = 1 if kind == "right" else -1
    for i in range(height):
        for j in range(width)[::-side]:
            gates, before = inputs[:, :, i, j], (i, j + side)
            if kind == "row":
                before, k = (i - 1, j), weight.shape[2]
                for a in range(k):
                    gates = gates + h.get((i - 1, j + a - k // 2), zero) @ weight[:, :, a].T
            else:
                gates = gates + h.get((i - 1, j), zero) @ weight[:, :, 0].T
                gates = gates + h.get(before, zero) @ weight[:, :, 1].T
            h[i, j], c[i, j] = step(gates, c.get(before, zero))
    rows = [torch.stack([h[i, j] for j in range(width)], dim=-1) for i in range(height)]
    return torch.stack(rows, dim=2)


def both_ways(inputs: Tensor, weight: Tensor) -> Tensor:
    left, right = walk(inputs[0], weight[0], "left"), walk(inputs[1], weight[1], "right")
    total = left.clone()
    total[:, :, 1:] += right[:, :, :-1]
    return total


@DTYPES
@SIZES
def test_each_layer_is_the_walk_from_pixel_to_pixel(
    size: tuple[int, int], dtype: torch.dtype
) -> None:
    inputs = 1.5 * randn(2, 3, 8, *size, dtype=dtype)
    for k in (1, 3, 5):
        weight = randn(8, 2, k, seed=k, dtype=dtype)
        torch.testing.assert_close(row_lstm(inputs[0], weight), walk(inputs[0], weight, "row"))
    weights = randn(2, 8, 2, 2, seed=7, dtype=dtype)
    found = diagonal_lstm(inputs[0], weights[0])
    torch.testing.assert_close(found, walk(inputs[0], weights[0], "left"))
    assert found.dtype == dtype
    torch.testing.assert_close(diagonal_bilstm(inputs, weights), both_ways(inputs, weights))
    require_kept(diagonal_bilstm, inputs, weights)
    require_kept(row_lstm, inputs[0], randn(8, 2, 3, dtype=dtype))


@pytest.mark.parametrize("k", [2, 4])
def test_an_even_kernel_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="odd"):
        row_lstm(torch.zeros(1, 8, 3, 3), torch.zeros(8, 2, k))


def test_gradients_are_those_of_finite_differences() -> None:
    inputs, weights = randn(2, 2, 8, 3, 4), randn(2, 8, 2, 2, seed=1)
    arguments: list[tuple[Callable[..., Tensor], tuple[Tensor, ...]]] = [
        (row_lstm, (inputs[0], randn(8, 2, 3))),
        (diagonal_lstm, (inputs[0], weights[0])),
        (diagonal_bilstm, (inputs, weights)),
        (skew, (inputs[0],)),
        (unskew, (inputs[0],)),
    ]
    for function, given in arguments:
        wanted = tuple(one.clone().requires_grad_() for one in given)
        assert torch.autograd.gradcheck(function, wanted, fast_mode=True)


def test_the_three_fields() -> None:
    at, size = (3, 2), (4, 6)

    def field(layer: Callable[[Tensor], Tensor], *shape: int) -> set[tuple[int, ...]]:
        inputs = randn(*shape, *size).requires_grad_()
        (slope,) = torch.autograd.grad(layer(inputs)[0, 0, at[0], at[1]], inputs)
        return {p for p in places(*size) if slope[..., p[0], p[1]].any()}

    triangle = {p for p in places(*size) if abs(p[1] - at[1]) <= at[0] - p[0]}
    rectangle = {p for p in places(*size) if p[0] <= at[0] and p[1] <= at[1]}
    assert field(lambda x: row_lstm(x, randn(4, 1, 3)), 1, 4) == triangle
    assert field(lambda x: diagonal_lstm(x, randn(4, 1, 2)), 1, 4) == rectangle
    everything = {p for p in places(*size) if p <= at}
    assert field(lambda x: diagonal_bilstm(x, randn(2, 4, 1, 2)), 2, 1, 4) == everything
