"""`foundations/backprop` under inference mode, against autograd and differences."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from solutions.foundations.backprop import (
    Linear,
    ReLU,
    SoftmaxCrossEntropy,
    backpropagate,
    numerical_gradient,
)
from tests.assignments.density.facts import DTYPES, differences
from tests.assignments.foundations.facts import kept, randn


def near(found: Tensor, want: Tensor) -> None:
    tolerance = 1e-5 if found.dtype == torch.float32 else 1e-9
    torch.testing.assert_close(found, want.to(found.dtype), rtol=tolerance, atol=tolerance)


def slopes(function: Callable[..., Tensor], *at: Tensor) -> tuple[Tensor, ...]:
    """Return autograd's gradients of a number."""
    leaves = [tensor.clone().requires_grad_() for tensor in at]
    return torch.autograd.grad(function(*leaves), leaves)


@pytest.mark.parametrize("shape", [(), (0,), (1,), (4,), (2, 3), (2, 1, 3)])
def test_a_numerical_gradient_of_any_shape(shape: tuple[int, ...]) -> None:
    x, factor = randn(*shape), randn(*shape, seed=1)
    given: list[Tensor] = []

    def f(moved: Tensor) -> Tensor:
        given.append(moved)
        return (factor * moved**3).sum()

    with torch.inference_mode(), kept(x):
        found = numerical_gradient(f, x)
        wide = numerical_gradient(f, x, h=0.1)
    assert found.dtype == torch.float64
    torch.testing.assert_close(found, 3 * factor * x**2, rtol=1e-7, atol=1e-7)
    near(wide, factor * (3 * x**2 + 0.01))
    assert len(given) <= 4 * x.numel()
    assert all(one.shape == x.shape and (one != x).sum() == 1 for one in given)


def test_a_numerical_gradient_of_a_transposed_tensor() -> None:
    x = randn(2, 3).T
    near(numerical_gradient(lambda moved: (moved**2).sum(), x, 0.1), 2 * x)


@DTYPES
@pytest.mark.parametrize(("b", "i", "o"), [(4, 3, 2), (1, 1, 1), (2, 5, 3)])
def test_linear(b: int, i: int, o: int, dtype: torch.dtype) -> None:
    x, weight, bias, grad = (
        randn(*shape, seed=n, dtype=dtype) for n, shape in enumerate([(b, i), (o, i), (o,), (b, o)])
    )
    with torch.inference_mode(), kept(x, weight, bias, grad):
        layer, other = Linear(weight, bias), Linear(weight + 1, bias)
        layer.forward(randn(b + 1, i, dtype=dtype))
        out = layer.forward(x)
        other.forward(x - 1)
        layer.backward(2 * grad)
        found = layer.backward(grad)
    near(out, F.linear(x, weight, bias))
    want = slopes(lambda *at: (F.linear(*at) * grad).sum(), x, weight, bias)
    for mine, right in zip((found, layer.grad_weight, layer.grad_bias), want, strict=True):
        assert mine.shape == right.shape and mine.dtype == dtype
        near(mine, right)


@DTYPES
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 3, 4, 5)])
def test_relu(shape: tuple[int, ...], dtype: torch.dtype) -> None:
    x, grad = randn(*shape, dtype=dtype), randn(*shape, seed=1, dtype=dtype)
    with torch.inference_mode(), kept(x, grad):
        relu, other = ReLU(), ReLU()
        out = relu.forward(x)
        other.forward(-x)
        relu.backward(-grad)
        found = relu.backward(grad)
    near(out, F.relu(x))
    assert out.dtype == found.dtype == dtype
    near(found, slopes(lambda at: (F.relu(at) * grad).sum(), x)[0])


@DTYPES
@pytest.mark.parametrize("scale", [1.0, 1e4])
@pytest.mark.parametrize(("b", "k"), [(5, 3), (1, 2), (2, 4)])
def test_softmax_cross_entropy(b: int, k: int, scale: float, dtype: torch.dtype) -> None:
    logits = scale * randn(b, k, dtype=dtype).clamp(-1, 1)
    labels = torch.arange(b) % k
    with torch.inference_mode(), kept(logits, labels):
        loss = SoftmaxCrossEntropy()
        loss.forward(logits[:1] + 1, labels[:1])
        value = loss.forward(logits, labels)
        first, found = loss.backward(), loss.backward()
    assert value.shape == () and value.dtype == found.dtype == dtype
    assert torch.equal(first, found)
    near(value, F.cross_entropy(logits, labels))
    near(found, slopes(lambda at: F.cross_entropy(at, labels), logits)[0])


@pytest.mark.parametrize("widths", [[3], [3, 4], [3, 6, 5, 4]])
def test_a_network_is_differentiated_as_by_differences(widths: list[int]) -> None:
    x, labels = randn(4, 3), torch.tensor([0, 2, 1, 2])
    sizes = list(zip(widths[1:], widths[:-1], strict=True))
    weights = [randn(o, i, seed=o) for o, i in sizes]
    biases = [randn(o, seed=i) for o, i in sizes]

    def network(weights: list[Tensor]) -> tuple[list[Any], SoftmaxCrossEntropy]:
        layers: list[Any] = []
        for weight, bias in zip(weights, biases, strict=True):
            layers += [Linear(weight, bias), ReLU()]
        return layers, SoftmaxCrossEntropy()

    layers, loss = network(weights)
    with torch.inference_mode(), kept(x, labels):
        value, grad_x = backpropagate(layers, loss, x, labels)
    near(grad_x, differences(lambda at: backpropagate(*network(weights), at, labels)[0], x))
    assert value == backpropagate(*network(weights), x, labels)[0]
    for place, weight in enumerate(weights):

        def value_at(at: Tensor, before: list[Tensor], after: list[Tensor]) -> Tensor:
            return backpropagate(*network([*before, at, *after]), x, labels)[0]

        others = partial(value_at, before=weights[:place], after=weights[place + 1 :])
        want = differences(others, weight)
        torch.testing.assert_close(layers[2 * place].grad_weight, want, rtol=1e-7, atol=1e-8)


class Played:
    """Logs what it is asked and answers with numbers of its own."""

    def __init__(self, name: str, log: list[tuple[str, Tensor]]) -> None:
        self.name, self.log = name, log

    def forward(self, x: Tensor, labels: Tensor | None = None) -> Tensor:
        self.log.append((f"{self.name} forward", x))
        return x + 1

    def backward(self, grad: Tensor | None = None) -> Tensor:
        self.log.append((f"{self.name} backward", torch.zeros(1) if grad is None else grad))
        return torch.full((1,), 7.0) if grad is None else 2 * grad


def test_any_layers_are_asked_once_each_in_order() -> None:
    log: list[tuple[str, Tensor]] = []
    layers = [Played("a", log), Played("b", log)]
    value, grad = backpropagate(layers, Played("loss", log), torch.zeros(1), torch.tensor([0]))
    names = [name for name, _ in log]
    assert names == [
        *("a forward", "b forward", "loss forward"),
        *("loss backward", "b backward", "a backward"),
    ]
    assert [given.item() for _, given in log] == [0, 1, 2, 0, 7, 14]
    assert (value.item(), grad.item()) == (3, 28)
