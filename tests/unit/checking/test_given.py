"""Networks and tensors of the grader's in the student's process."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.checking.given import (
    has_grad,
    learning,
    names_among,
    network,
    played,
    pulled_to,
    sequential,
    tensor,
    value_of,
)
from autograder.checking.student import Expect, Failed, Oracle, Student
from autograder.selfcheck.local import LocalTransport

X = torch.tensor([[[[0.25, 0.75]]], [[[1.0, -0.5]]]], dtype=torch.float64)
SHAPE = (2, 1, 2)  # of one answer to one image


def weight(seed: int) -> Tensor:
    return torch.randn(4, 2, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def of(**names: Callable[..., object]) -> Student:
    return Student(LocalTransport(names))


def test_a_network_is_its_formula() -> None:
    linear, square, steps, waves = map(weight, range(4))
    offset, phase, x = weight(4)[:, 0], weight(5)[:, 0], X.flatten(1)
    want = offset + x @ linear.T + (x @ square.T) ** 2 / 2 + (x > 0.5).double() @ steps.T
    want = want + 400 * torch.sin(phase + x @ waves.T)
    scale = torch.tensor(400.0, dtype=torch.float64)
    weights = {"linear": linear, "square": square, "steps": steps, "waves": waves}
    weights |= {"offset": offset, "phase": phase, "scale": scale}
    made = network(of(), SHAPE, "", **weights)
    got = made.forward(X, Expect((2, *SHAPE), torch.float64))
    assert torch.allclose(got, want.view(2, *SHAPE), rtol=1e-12)
    assert made.forward(X.float(), Expect((2, *SHAPE))).dtype == torch.float32


@pytest.mark.parametrize(("cut", "felt"), [("", True), ("input", True), ("output", False)])
def test_a_cut_network_still_answers(cut: str, felt: bool) -> None:
    student = of(ask=lambda net, x: net(x), slope=slope_of)
    net = network(student, SHAPE, cut, linear=weight(0))
    want = (X.flatten(1) @ weight(0).T).view(2, *SHAPE)
    assert torch.allclose(net.forward(X, Expect((2, *SHAPE))), want)
    assert student.requires_grad("ask", net, X) is felt
    assert student.call_plain("slope", net, X) is (cut == "")


def slope_of(net: Callable[[Tensor], Tensor], x: Tensor) -> bool:
    x = x.clone().requires_grad_()
    out = net(x).sum()
    if not out.requires_grad:
        return False
    return torch.autograd.grad(out, x, allow_unused=True)[0] is not None


def test_a_gradient_reaches_a_network_that_is_given_in_a_list() -> None:
    student = of(total=lambda nets, x: nets[0](x).flatten(1).sum(1), cut=lambda nets, x: x.sum())
    net = network(student, SHAPE, linear=weight(0), offset=torch.zeros(4, dtype=torch.float64))
    rows = torch.tensor([1.0, -3.0], dtype=torch.float64)
    assert torch.equal(
        pulled_to(student, net, "offset", ("total", [net], X), rows), -2 + 0 * X.new_ones(4)
    )
    with pytest.raises(Failed, match="no gradient reaches"):
        pulled_to(student, net, "offset", ("cut", [net], X), torch.ones((), dtype=torch.float64))


def spoil(net: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    torch.autograd.backward(net(x).sum())
    return x.data.add_(1)


def test_what_becomes_of_a_tensor_and_of_its_grad_can_be_seen() -> None:
    student = of(spoil=spoil, look=lambda net, x: net(x))
    net, x = network(student, SHAPE, linear=weight(0)), tensor(student, X, requires_grad=True)
    student.call("look", net, x).should_have_shape(2, *SHAPE)
    assert not has_grad(x) and not has_grad(net, "linear")
    assert torch.equal(value_of(x, X), X)
    student.call("spoil", net, x).should_have_shape(*X.shape)
    assert has_grad(x) and has_grad(net, "linear")
    assert torch.equal(value_of(x, X), X + 1)


def test_models_may_stand_in_a_dict() -> None:
    def ask(models: dict[str, Callable[[Tensor], Tensor]], x: Tensor) -> dict[str, float]:
        return {name: model(x).sum().item() for name, model in models.items()}

    student = of(ask=ask)
    net = network(student, SHAPE, offset=torch.ones(4))
    played = Oracle({"forward": lambda x: 2 * x})
    told = student.call_plain("ask", {"kept": net, "played": played}, X)
    assert told == {"kept": 8.0, "played": pytest.approx(3.0)}


LAYERS = (
    ("Linear", 3, 4),
    ("Sequential", ("BatchNorm1d", 4), ("ReLU",)),
    ("Dropout", 0.5),
    ("Linear", 4, 2),
)


def test_layers_are_the_same_in_both_processes() -> None:
    mine = played(LAYERS).double()
    theirs = sequential(of(), LAYERS, mine.state_dict())
    assert {name: tuple(one.shape) for name, one in theirs.state_dict().items()} == {
        name: tuple(one.shape) for name, one in mine.state_dict().items()
    }
    theirs.mode(train=False)
    x = torch.rand(5, 3, dtype=torch.float64)
    want = played(LAYERS, mine.state_dict()).eval()(x)
    assert torch.equal(theirs.forward(x, Expect((5, 2), torch.float64)), want)


def test_their_parameters_are_known_by_identity_and_by_what_they_learn() -> None:
    def last_two(net: torch.nn.Sequential) -> list[object]:
        return [net[3].bias, net[3].weight.clone(), net[1][0].weight]  # type: ignore[index, operator]

    def hold(net: torch.nn.Sequential, name: str) -> bool:
        grad = net.get_parameter(name).grad
        return grad is not None and bool((grad == 1).all())

    student = of(pick=last_two, lazily=lambda net: iter(net.parameters()), hold=hold)
    state = played(LAYERS).state_dict()
    net = sequential(student, LAYERS, state, frozen=["0.weight", "3.bias"], grads=True)
    assert learning(net) == {
        name: name not in ("0.weight", "3.bias")
        for name, _ in played(LAYERS, state).named_parameters()
    }
    assert names_among(net, student.construct("pick", net)) == ["3.bias", "", "1.0.weight"]
    assert names_among(net, student.construct("lazily", net)) is None
    assert student.call_plain("hold", net, "0.bias")
    assert not student.call_plain("hold", net, "3.bias")
