"""One step of an optimiser: what is read of a network, and where right and wrong ones lead."""

import pytest
import torch
from torch import Tensor, nn

from autograder.probes.step import (
    Net,
    Optimiser,
    Step,
    Touched,
    adding_up,
    changed,
    clipped,
    plainly,
    telling_after,
    unmoved,
    uphill,
)

LAYERS = (("Linear", 2, 3), ("BatchNorm1d", 3), ("Linear", 3, 1), ("Flatten", 0))
X = torch.tensor([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]], dtype=torch.float64)


def drawn(seed: int = 0) -> Net:
    return Net.drawn(LAYERS, torch.Generator().manual_seed(seed), torch.float64)


def still(net: Net) -> Net:
    return Net(net.layers, net.state, net.grads, {"1": False}, ("2.weight",))


def loss(nets: object) -> Tensor:
    assert isinstance(nets, dict)
    out: Tensor = nets["net"](X)
    return out.square().mean()


def test_a_twin_is_as_it_was_described() -> None:
    net = still(drawn().with_old_grads(7.0))
    twin = net.twin()
    assert [module.training for module in twin] == [True, False, True, True]
    assert not twin.get_parameter("2.weight").requires_grad
    assert all(bool((one.grad == 7).all()) for one in twin.parameters() if one.grad is not None)
    assert all(torch.equal(one, net.state[name]) for name, one in twin.state_dict().items())
    assert all(one.dtype == torch.float64 for one in twin.parameters())
    new = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).state_dict()
    assert not torch.equal(net.state["1.running_mean"], new["1.running_mean"].double())


@pytest.mark.parametrize("part", ["weights", "buffers", "grads", "modes", "learning"])
def test_what_changes_is_told_and_nothing_else(part: str) -> None:
    twin = drawn().with_old_grads(1.0).twin()
    before = Touched.of(twin)
    assert changed(before, Touched.of(twin)) == ()
    with torch.no_grad():
        if part == "weights":
            twin.get_parameter("0.bias")[0] += 1e-15
        elif part == "buffers":
            twin.get_buffer("1.running_mean")[0] += 1
        elif part == "grads":
            twin.get_parameter("0.weight").grad = None
        elif part == "modes":
            twin[1].eval()
        else:
            twin.get_parameter("2.bias").requires_grad_(False)
    assert changed(before, Touched.of(twin)) == (part,)


def test_nan_is_equal_to_nan_and_a_gradient_of_zeros_is_not_none() -> None:
    twin = drawn().with_old_grads(float("nan")).twin()
    before = Touched.of(twin)
    assert changed(before, Touched.of(twin)) == ()
    twin.zero_grad(set_to_none=False)
    assert changed(before, now := Touched.of(twin)) == ("grads",)
    twin.zero_grad()
    assert changed(now, Touched.of(twin)) == ("grads",)


@pytest.mark.parametrize(
    "how",
    [
        Optimiser("SGD", {"lr": 0.1, "momentum": 0.9}),
        Optimiser("Adam", {"lr": 0.1, "betas": [0.0, 0.9]}),
    ],
)
def test_steps_are_those_of_a_loop_by_hand(how: Optimiser) -> None:
    net = still(drawn().with_old_grads(5.0))
    step = Step({"net": net}, "net", how)
    twin = net.twin()
    options = {key: tuple(v) if isinstance(v, list) else v for key, v in how.options.items()}
    stepper = getattr(torch.optim, how.kind)(twin.parameters(), **options)
    for time in (1, 2, 3):
        value = loss({"net": twin})
        stepper.zero_grad()
        torch.autograd.backward(value)
        stepper.step()
        taken = step.taken(loss, time)
        assert taken.loss == value.item()
        assert all(torch.equal(one, taken.state[key]) for key, one in twin.state_dict().items())
    assert len(taken.row()) == 1 + sum(one.numel() for one in net.state.values())


def test_an_optimiser_counts_its_steps() -> None:
    twin = drawn().twin()
    stepper = Optimiser("SGD", {"lr": 0.1}).over(twin)
    assert vars(stepper)["steps_taken"] == 0
    stepper.step()
    stepper.step()
    assert vars(stepper)["steps_taken"] == 2


def test_every_wrong_way_leads_elsewhere() -> None:
    net = still(drawn().with_old_grads(5.0))  # a normalisation in train mode moves its buffers
    step = Step({"net": net}, "net", Optimiser("SGD", {"lr": 0.1}))
    right = step.taken(loss)
    ways = (unmoved, uphill, adding_up, telling_after, clipped(norm=0.1), clipped(value=0.01))
    rows = [right.row(), *(step.taken(loss, way=way).row() for way in ways)]
    for place, one in enumerate(rows):
        for other in rows[:place]:
            assert (one - other).abs().max() > 1e-4
    assert torch.equal(rows[0], step.taken(loss, way=plainly).row())
    # All of the weights are right where the loss alone is told too late; the loss is elsewhere.
    assert torch.equal(rows[4][1:], rows[0][1:])
    assert torch.equal(rows[2][0], rows[0][0])


def test_a_slip_is_the_last_step_alone() -> None:
    step = Step({"net": drawn()}, "net", Optimiser("SGD", {"lr": 0.1}))
    half = step.taken(loss, 2, slip=lambda nets: loss(nets) / 2)
    assert half.loss == pytest.approx(step.taken(loss, 2).loss / 2)
    once, twice = step.taken(loss), step.taken(loss, 2)
    middle = [(one + twice.state[key]) / 2 for key, one in once.state.items() if "weight" in key]
    found = [one for key, one in half.state.items() if "weight" in key]
    for one, other in zip(middle, found, strict=True):
        torch.testing.assert_close(one, other)
