"""Steps of submissions, right and wrong, in the usual ways, and what is said of them."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.models.step_mistakes import AFTER, CLIPPED, FACTOR, LOSS, MODES, OLD, OTHER
from autograder.checking.models.steps import (
    GONE,
    NEVER,
    ONCE,
    Begun,
    leaving,
    loss_form,
    made,
    require_certain,
    require_steps,
    touched,
)
from autograder.checking.scales import Scales
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.probes.step import Net, Nets, Optimiser, Step
from autograder.selfcheck.local import LocalTransport

NET = (("Linear", 2, 3), ("Tanh",), ("Linear", 3, 1))
NORMED = (("Linear", 2, 3), ("BatchNorm1d", 3), ("Linear", 3, 1))
X = torch.tensor([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]], dtype=torch.float64)
SGD = Optimiser("SGD", {"lr": 0.5})


def drawn(layers: Any, seed: int) -> Net:
    return Net.drawn(layers, torch.Generator().manual_seed(seed), torch.float64)


def step(how: Optimiser = SGD, layers: Any = NET, **more: Any) -> Step:
    net = drawn(layers, 0)
    other = drawn(layers, 1)
    return Step({"net": Net(net.layers, net.state, **more), "other": other}, "net", how)


def loss(nets: Nets) -> Tensor:
    out: Tensor = (nets["net"](X) - nets["other"](X).detach()).square().mean()
    return out


def take(net: Any, other: Any, optimizer: Any) -> float:
    value = loss({"net": net, "other": other})
    optimizer.zero_grad()
    torch.autograd.backward(value)
    optimizer.step()
    return value.item()


def of(function: Callable[..., float], scales: Scales | None = None) -> Student:
    student = Student(LocalTransport({"take": function}))
    return student.drawing(torch.Generator(), scales) if scales else student


def ask(student: Student) -> Callable[[Begun], float]:
    return lambda begun: float(student.call_plain("take", *begun.models.values(), begun.optimiser))


def judged(function: Callable[..., float], one: Step | None = None, **more: Any) -> None:
    student = of(function)
    require_steps(student, "take", one or step(), loss, ask(student), **more)


@pytest.mark.parametrize("kind", ["SGD", "Adam", "RMSprop", "AdamW"])
def test_a_right_step_passes_by_any_optimiser(kind: str) -> None:
    judged(take, step(Optimiser(kind, {"lr": 0.1})), times=3)


def without_zero(net: Any, other: Any, optimizer: Any) -> float:
    value = loss({"net": net, "other": other})
    torch.autograd.backward(value)
    optimizer.step()
    return value.item()


def clipping(net: Any, other: Any, optimizer: Any) -> float:
    value = loss({"net": net, "other": other})
    optimizer.zero_grad()
    torch.autograd.backward(value)
    torch.nn.utils.clip_grad_norm_(net.parameters(), 0.1)
    optimizer.step()
    return value.item()


def late(net: Any, other: Any, optimizer: Any) -> float:
    take(net, other, optimizer)
    return loss({"net": net, "other": other}).item()


def double(net: Any, other: Any, optimizer: Any) -> float:
    value = take(net, other, optimizer)
    take(net, other, optimizer)
    return value


def own(net: Any, other: Any, optimizer: Any) -> float:
    return take(net, other, torch.optim.SGD(net.parameters(), lr=0.5))


def third(net: Any, other: Any, optimizer: Any) -> float:
    value = loss({"net": net, "other": other})
    optimizer.zero_grad()
    torch.autograd.backward(value / 3)
    optimizer.step()
    return value.item()


def half(net: Any, other: Any, optimizer: Any) -> float:
    return take(net, other, optimizer) / 2


def elsewhere(net: Any, other: Any, optimizer: Any) -> float:
    value = take(net, other, optimizer)
    with torch.no_grad():
        net[0].bias += 0.1
    return value


def renewed(net: Any, other: Any, optimizer: Any) -> float:
    value = take(net, other, optimizer)
    net[0] = torch.nn.Linear(2, 4).double()
    return value


def awake(net: Any, other: Any, optimizer: Any) -> float:
    net.train()
    return take(net, other, optimizer)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (without_zero, OLD),
        (clipping, CLIPPED),
        (late, AFTER),
        (double, ONCE),
        (own, NEVER),
        (third, FACTOR),
        (half, LOSS),
        (elsewhere, OTHER),
        (renewed, GONE),
    ],
)
def test_a_mistake_has_its_name(function: Callable[..., float], told: str) -> None:
    with pytest.raises(Failed) as caught:
        judged(function)
    assert caught.value.message == told
    only_loss = told in (LOSS, AFTER)
    assert caught.value.scale == (loss_form("take") if only_loss else None)


def test_a_named_slip_and_a_sentence_for_the_rest() -> None:
    with pytest.raises(Failed, match="absolute"):
        judged(
            lambda net, other, optimizer: _absolute(net, other, optimizer),
            slips={"These are absolute errors.": _absolutely},
        )
    with pytest.raises(Failed, match="mind the edge"):
        judged(elsewhere, otherwise="mind the edge")


def _absolutely(nets: Nets) -> Tensor:
    out: Tensor = (nets["net"](X) - nets["other"](X).detach()).abs().mean()
    return out


def _absolute(net: Any, other: Any, optimizer: Any) -> float:
    value = _absolutely({"net": net, "other": other})
    optimizer.zero_grad()
    torch.autograd.backward(value)
    optimizer.step()
    return value.item()


def test_a_wrong_loss_alone_costs_points_once() -> None:
    student = of(late, Scales({loss_form("take")[0]: 1.0}))
    require_steps(student, "take", step(), loss, ask(student))


def test_a_mode_that_is_changed_for_a_moment_has_its_name() -> None:
    asked = step(layers=NORMED, modes={"1": False})
    asked = Step({**asked.nets, "other": drawn(NET, 1)}, "net", SGD)
    judged(take, asked)
    with pytest.raises(Failed) as caught:
        judged(awake, asked)
    assert caught.value.message == MODES


def freezing(net: Any, other: Any, optimizer: Any) -> float:
    other.requires_grad_(False)
    return take(net, other, optimizer)


def filling(net: Any, other: Any, optimizer: Any) -> float:
    value = (net(X) - other(X)).square().mean()
    optimizer.zero_grad()
    value.backward()
    optimizer.step()
    return float(value.item())


def moving(net: Any, other: Any, optimizer: Any) -> float:
    value = filling(net, other, optimizer)
    with torch.no_grad():
        other[0].weight -= 0.1 * other[0].weight.grad
    return value


def sleeping(net: Any, other: Any, optimizer: Any) -> float:
    other.eval()
    return take(net, other, optimizer)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (freezing, "`requires_grad` of `other` is another"),
        (filling, "The .grad of `other` has changed"),
        (moving, "The weights of `other` have changed: only those of `net`"),
        (sleeping, "`other` is in another mode"),
    ],
)
def test_what_is_touched_has_its_name(function: Callable[..., float], told: str) -> None:
    student = of(function)
    begun = Begun.of(student, step())
    with pytest.raises(Failed, match=told), leaving(begun, {"net": ("weights", "grads")}):
        ask(student)(begun)


def test_a_cleared_gradient_has_its_name_and_a_right_step_none() -> None:
    def clearing(net: Any, other: Any, optimizer: Any) -> float:
        other.zero_grad()
        return take(net, other, optimizer)

    asked = step()
    old = Step({**asked.nets, "other": asked.nets["other"].with_old_grads(2.0)}, "net", SGD)
    may = {"net": ("weights", "grads")}
    student = of(clearing)
    begun = Begun.of(student, old)
    with pytest.raises(Failed, match="is cleared"), leaving(begun, may):
        ask(student)(begun)
    with leaving(begun, may, ("weights",)):
        ask(student)(begun)
    student = of(take)
    begun = Begun.of(student, old)
    with leaving(begun, may):
        ask(student)(begun)
    assert begun.count() == 1


def test_what_is_drawn_is_found() -> None:
    def drawing(net: Any, other: Any, optimizer: Any) -> float:
        return take(net, other, optimizer) + float(torch.rand(1))

    student = of(drawing)
    with pytest.raises(Failed, match="drawn"):
        require_certain(student, step(), ask(student), "drawn")
    student = of(take)
    require_certain(student, step(), ask(student), "drawn")


def test_what_a_network_is_said_to_be_has_to_be_of_that_form() -> None:
    model = made(of(take), step().nets["net"])
    assert set(touched(model).modes) == {"", "0", "1", "2"}

    class Lying:
        def ask(self, request: Any, play: Any, max_bytes: int) -> Any:
            return {"state": {}, "grads": {}, "modes": {"": 1}, "learning": {}}

    model = type(model)(Lying(), 0)  # type: ignore[arg-type]
    with pytest.raises(StudentCrashed):
        touched(model)
