"""`foundations/convolution` against PyTorch's own layers, and fields found by moving pixels."""

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from solutions.foundations.convolution import (
    correlate,
    equivariance_gap,
    output_size,
    pool,
    summary,
)
from tests.assignments.density.facts import DTYPES
from tests.assignments.foundations.facts import banned, kept, randn


def test_sizes_are_those_of_windows_laid_one_by_one() -> None:
    ranges = (range(1, 10), range(1, 5), range(1, 5), range(3), range(1, 4))
    for size, kernel, stride, padding, dilation in itertools.product(*ranges):
        length = size + 2 * padding
        last = dilation * (kernel - 1)
        fit = [at for at in range(0, length, stride) if at + last < length]
        arguments = (size, kernel, stride, padding, dilation)
        if fit:
            assert output_size(*arguments) == len(fit)
        else:
            with pytest.raises(ValueError, match="does not fit"):
                output_size(*arguments)
    assert type(output_size(5, 2)) is int


@DTYPES
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize(("h", "w"), [(1, 1), (2, 3), (3, 2), (4, 1)])
def test_correlate(h: int, w: int, padding: int, stride: int, dtype: torch.dtype) -> None:
    x, weight, bias = (
        randn(*shape, seed=n, dtype=dtype)
        for n, shape in enumerate([(2, 3, 5, 7), (4, 3, h, w), (4,)])
    )
    with kept(x, weight, bias):
        found = correlate(x, weight, bias, stride, padding)
    want = F.conv2d(x, weight, bias, stride, padding)
    assert found.dtype == dtype
    torch.testing.assert_close(found, want, rtol=1e-5, atol=1e-5)
    assert banned(lambda: correlate(x, weight, bias, stride, padding)) == []
    one = correlate(x[:, :, :h, :w], weight, bias)  # a single window
    torch.testing.assert_close(one, F.conv2d(x[:, :, :h, :w], weight, bias), rtol=1e-5, atol=1e-5)


@DTYPES
@pytest.mark.parametrize(("size", "stride"), [(1, 1), (2, 2), (3, 1), (3, 2), (2, 3), (5, 5)])
def test_pool(size: int, stride: int, dtype: torch.dtype) -> None:
    x = randn(2, 3, 5, 7, dtype=dtype) - 3
    with kept(x):
        found = [pool(x, size, stride, kind) for kind in ("max", "average")]
    want = [F.max_pool2d(x, size, stride), F.avg_pool2d(x, size, stride)]
    for mine, right in zip(found, want, strict=True):
        assert mine.dtype == dtype
        torch.testing.assert_close(mine, right)
    for kind in ("max", "average"):
        assert banned(partial(pool, x, size, stride, kind)) == []
    for kind in ("mean", "Max", ""):
        with pytest.raises(ValueError, match="kind must be"):
            pool(x, size, stride, kind)


def test_the_ban_sees_what_is_banned() -> None:
    x = randn(1, 1, 4, 4)
    calls = (lambda: F.conv2d(x, x), lambda: F.max_pool2d(x, 2), lambda: nn.AvgPool2d(2)(x))
    assert all(map(banned, calls))
    # `unfold`, which is allowed, has neither word in its name.
    assert banned(lambda: F.unfold(x, 2)) == []


def test_the_slide_of_the_lecture() -> None:
    rows = [[29, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6]]
    x = torch.tensor(rows).double()[None, None]
    assert pool(x, 2, 2, "max").flatten().tolist() == [100, 184, 12, 45]
    assert pool(x, 2, 2, "average").flatten().tolist() == [36, 80, 12, 15]


LAYERS: dict[str, Callable[..., nn.Module]] = {
    "conv": lambda c, out, k, s, p, d: nn.Conv2d(c, out, k, s, p, d),
    "pool": lambda _, size, stride: nn.AvgPool2d(size, stride),
    "relu": lambda _: nn.Identity(),
    "flatten": lambda _: nn.Flatten(),
    "linear": lambda c, out: nn.Linear(c, out),
}
NETS: list[list[tuple[Any, ...]]] = [
    [],
    [("relu",)],
    [("conv", 3, 2, 2, 1, 1), ("relu",), ("conv", 2, 3, 1, 2, 2), ("pool", 2, 1)],
    [("pool", 3, 2), ("conv", 2, 2, 3, 0, 2), ("conv", 4, 2, 1, 1, 3)],
    [("pool", 1, 3), ("relu",), ("conv", 2, 3, 1, 1, 1), ("conv", 2, 1, 2, 0, 1), ("pool", 2, 2)],
    [("conv", 2, 3, 1, 1, 1), ("flatten",), ("relu",), ("linear", 5), ("relu",), ("linear", 2)],
    [("flatten",), ("linear", 3)],
]


def field_of(net: nn.Sequential, x: Tensor) -> int:
    """Return the side of the square of pixels that move one output in the middle."""
    x = x.clone().requires_grad_()
    out = net(x)
    middle = [side // 2 for side in out.shape[2:]]
    (gradient,) = torch.autograd.grad(out[0, :, middle[0], middle[1]].sum(), x)
    rows, columns = (gradient[0].abs().sum(0) > 0).nonzero(as_tuple=True)
    sides = [int(at.max() - at.min()) + 1 for at in (rows, columns)]
    assert sides[0] == sides[1]
    return sides[0]


@pytest.mark.parametrize("layers", NETS)
def test_a_summary_is_what_the_built_network_has(layers: list[tuple[Any, ...]]) -> None:
    torch.manual_seed(0)
    # Large enough for the middle to lie away from borders; small where a matrix would be large.
    shape = (2, 9, 8) if ("flatten",) in layers else (2, 61, 59)
    x, net, flat = randn(1, *shape), nn.Sequential().double(), False
    rows = summary(shape, layers)
    assert len(rows) == len(layers)
    for (kind, *numbers), row in zip(layers, rows, strict=True):
        channels = net(x).shape[1]
        layer = LAYERS[kind](channels, *numbers).double()
        for parameter in layer.parameters():
            nn.init.uniform_(parameter, 0.5, 1)  # positive: no path cancels another
        net.append(layer)
        flat = flat or kind == "flatten"
        assert row == {
            "shape": tuple(net(x).shape[1:]),
            "parameters": sum(p.numel() for p in layer.parameters()),
            "field": 0 if flat else field_of(net, x),
        }
        assert type(row["shape"]) is tuple and type(row["parameters"]) is int


def test_the_first_success_of_the_handout() -> None:
    digit = [("conv", 16, 3, 1, 1, 1), ("relu",), ("pool", 2, 2)]
    digit += [("conv", 32, 3, 1, 1, 1), ("relu",), ("pool", 2, 2), ("flatten",), ("linear", 10)]
    rows = summary((1, 8, 8), digit)
    assert [row["shape"][-1] for row in rows[:6]] == [8, 8, 4, 4, 4, 2]
    assert sum(row["parameters"] for row in rows) == 6_090
    assert rows[5]["field"] == 10


def ring(x: Tensor) -> Tensor:
    """A convolution on a ring: the one kind that is equivariant everywhere."""
    return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="circular"), torch.ones(1, 1, 3, 3).to(x) / 9)


@DTYPES
def test_layers_on_a_ring_have_no_gap_and_others_have_that_of_every_pixel(
    dtype: torch.dtype,
) -> None:
    x = randn(2, 1, 6, 8, dtype=dtype)
    ramp = torch.arange(48, dtype=dtype).view(6, 8)
    with kept(x):
        assert equivariance_gap(ring, x, 2, -3) < 1e-6
        assert equivariance_gap(lambda y: F.max_pool2d(y, 2), x, 4, 2, stride=2) == 0
        gap = equivariance_gap(lambda y: y * ramp, x, 1, 2)
    want = 0.0
    for b, i, j in itertools.product(range(2), range(6), range(8)):
        value = x[b, 0, (i - 1) % 6, (j - 2) % 8]
        want = max(want, abs(value * (ramp[i, j] - ramp[(i - 1) % 6, (j - 2) % 8])).item())
    assert gap == pytest.approx(want, rel=1e-6) and type(gap) is float


@pytest.mark.parametrize(("down", "right"), [(1, 0), (0, 3), (-1, 2)])
def test_moves_that_are_no_whole_steps_are_refused(down: int, right: int) -> None:
    with pytest.raises(ValueError, match="whole steps"):
        equivariance_gap(lambda y: F.max_pool2d(y, 2), randn(1, 1, 4, 4), down, right, 2)
