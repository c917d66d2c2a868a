"""`foundations/budget` against counted products, weights stepped by hand, and states kept."""

import copy
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from solutions.foundations.budget import finetune_step, freeze, to_flops, training_cost
from tests.assignments.density.facts import DTYPES
from tests.assignments.foundations.facts import kept, randn


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("100 gigaFLOPS", 1e11),
        ("1 FLOPS", 1.0),
        ("0.5 kiloFLOPS", 500.0),
        ("3 megaFLOPS", 3e6),
        ("1.25e2 teraFLOPS", 1.25e14),
        ("380 petaFLOPS", 3.8e17),
        ("1 exaFLOPS", 1e18),
    ],
)
def test_speeds(text: str, want: float) -> None:
    assert to_flops(text) == pytest.approx(want, rel=1e-12)
    assert type(to_flops(text)) is float


@pytest.mark.parametrize(
    "text",
    [
        *("", "FLOPS", " FLOPS", "100", "100gigaFLOPS", "100 giga", "100 GigaFLOPS", "x FLOPS"),
        *("100 milliFLOPS", "100 gigaflops", "100 giga FLOPS", "100 gigaFLOPS/s", " 1 FLOPS"),
        *("1 FLOPS ", "1 gigakiloFLOPS", "1  FLOPS", "1,5 FLOPS", "nan FLOPS", "1 FLOPS\n"),
    ],
)
def test_what_is_no_speed_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        to_flops(text)


def test_costs_of_gpt_3() -> None:
    alone = training_cost(175_000_000_000, 300e9, to_flops("100 gigaFLOPS"))
    assert alone["flops"] == pytest.approx(3.15e23)
    assert alone["petaflops_days"] == pytest.approx(3_645.83, abs=0.01)
    assert alone["days"] / 365.25 == pytest.approx(1e5, rel=0.01)
    many = training_cost(2, 3, 10.0, utilisation=0.25, machines=4, kilowatts=0.5)
    assert many == pytest.approx(
        {
            "flops": 36,
            "petaflops_days": 36 / 8.64e19,
            "days": 3.6 / 86_400,
            "kwh": 4 * 0.5 * 3.6 / 3_600,
        }
    )
    assert all(type(value) is float for value in many.values())


def network() -> nn.Sequential:
    """Two batch norms, dropout on both sides, a child of several layers, a last one without any."""
    torch.manual_seed(0)
    inner = nn.Sequential(nn.Linear(5, 4), nn.Tanh(), nn.BatchNorm1d(4))
    children = (nn.Dropout(0.4), nn.Linear(3, 5), nn.BatchNorm1d(5), nn.ReLU(), inner)
    return nn.Sequential(*children, nn.Dropout(0.4), nn.Linear(4, 2), nn.LeakyReLU())


COUNTS = [2, 2, 4, 2]  # of the parameters of the children that have some


@pytest.mark.parametrize("last", [1, 2, 3, 4, 9, None])
@pytest.mark.parametrize("flag", [True, False])
def test_the_last_layers_train(last: int | None, flag: bool) -> None:
    model = network().requires_grad_(flag)
    before = copy.deepcopy(model.state_dict())
    found = freeze(model, last)
    free = sum(COUNTS if last is None else COUNTS[-last:])
    assert list(map(id, found)) == list(map(id, list(model.parameters())[-free:]))
    assert [p.requires_grad for p in model.parameters()] == [False] * (10 - free) + [True] * free
    assert all(torch.equal(model.state_dict()[name], before[name]) for name in before)


@DTYPES
@pytest.mark.parametrize(("last", "first"), [(1, 6), (2, 4), (3, 2), (4, 1), (None, 1)])
@pytest.mark.parametrize("start", [nn.Module.train, nn.Module.eval])
def test_a_step_moves_what_trains_and_nothing_else(
    start: Callable[[nn.Module], nn.Module], last: int | None, first: int, dtype: torch.dtype
) -> None:
    model = network().to(dtype)
    start(model)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    twin = copy.deepcopy(model).requires_grad_(True)
    x, labels = randn(6, 3, dtype=dtype), torch.tensor([0, 1, 1, 0, 1, 1])
    torch.manual_seed(3)
    with kept(x, labels):
        losses = [finetune_step(model, last, x, labels, 0.1) for _ in range(2)]
    torch.manual_seed(3)
    for loss in losses:
        out = x
        for place, child in enumerate(twin):
            out = child.train(place >= first)(out)
        want = F.cross_entropy(out, labels)
        assert type(loss) is float and loss == pytest.approx(want.item(), rel=1e-6)
        moving = [p for child in list(twin)[first:] for p in child.parameters()]
        steps = torch.autograd.grad(want, moving)
        with torch.no_grad():
            for parameter, step in zip(moving, steps, strict=True):
                parameter.sub_(0.1 * step)
    for name, value in twin.state_dict().items():
        torch.testing.assert_close(model.state_dict()[name], value, rtol=1e-6, atol=1e-7)
    for name, value in network().to(dtype).state_dict().items():
        if int(name[0]) < first:
            assert torch.equal(model.state_dict()[name], value)
