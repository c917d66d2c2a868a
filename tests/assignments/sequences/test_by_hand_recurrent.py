"""The numbers that visible checks of `recurrent` hold, computed again, and what mistakes give."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import ModuleType

import pytest
import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import evaluated
from autograder.course.loader import checks_for
from solutions.sequences import recurrent
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "sequences" / "checks"
Slipped = Mapping[str, Tensor]


def part(name: str) -> ModuleType:
    """Return a module of `for_recurrent`."""
    (one, *_) = checks_for(CHECKS, "recurrent")
    package = one.question.__module__.rpartition(".")[0]
    return importlib.import_module(f"{package}.for_recurrent.{name}")


HAND, TRUTH, CELL, CASES = (part(name) for name in ("by_hand", "truth", "cell", "cases"))
STEP = TRUTH.Network(HAND.H, HAND.E, HAND.WEIGHT_H, HAND.WEIGHT_E, HAND.BIAS).double
WALK = replace(STEP, h=STEP.h[:1], e=HAND.TEXT.double())
JACOBIANS = TRUTH.Network(HAND.FIXED, HAND.ONES, HAND.STEEP_H, HAND.STEEP_E, HAND.STEADY).double
STEPPED = CELL.Cell(
    HAND.X, HAND.OUTPUT, HAND.CELL, HAND.GATES_X, HAND.GATES_H, HAND.GATES_BIAS
).double


def test_the_right_numbers() -> None:
    h, c = recurrent.lstm_step(*STEPPED.given)
    for found, want in (
        (recurrent.rnn_step(*STEP.given), HAND.STEP),
        (recurrent.rnn(*WALK.given), HAND.STATES),
        (recurrent.gradient_norms(*JACOBIANS.given), HAND.NORMS),
        (torch.cat([h[0], c[0]]), HAND.STEPPED),
    ):
        torch.testing.assert_close(found.float(), want, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("computed", "held"),
    [
        (lambda: TRUTH.step_slips(STEP), HAND.STEP_SLIPS),
        (lambda: TRUTH.walk_slips(WALK), HAND.STATES_SLIPS),
        (lambda: TRUTH.norm_slips(JACOBIANS), HAND.NORM_SLIPS),
        (lambda: CELL.lstm_slips(STEPPED), {**HAND.STEPPED_SLIPS, **HAND.order_slips()}),
    ],
)
def test_what_mistakes_give_is_what_is_held(computed: Callable[[], Slipped], held: Slipped) -> None:
    found = computed()
    # A norm of the last state by each is the same both ways round here, so one name stands for it.
    assert set(held) - set(found) == set()
    for told in set(held) - {HAND.TO_LAST}:
        torch.testing.assert_close(found[told].float(), held[told], rtol=1e-4, atol=2e-6)


@pytest.mark.parametrize(
    ("held", "want"),
    [
        (HAND.STEP_SLIPS, HAND.STEP),
        (HAND.STATES_SLIPS, HAND.STATES),
        (HAND.NORM_SLIPS, HAND.NORMS),
        ({**HAND.STEPPED_SLIPS, **HAND.order_slips()}, HAND.STEPPED),
    ],
)
def test_no_mistake_is_right_or_another_one(held: Slipped, want: Tensor) -> None:
    answers = [want, *evaluated(held, want, want, (), {}).values()]
    for place, one in enumerate(answers):
        for other in answers[:place]:
            assert float((one - other).abs().max()) > 1e-3


def test_all_24_orders_have_numbers() -> None:
    assert len(HAND.ORDERS) == 23 and len({*HAND.ORDERS.values(), (0.0,)}) == 24


def drawn(seed: int) -> Context:
    return Context({}, ROOT, seed, None)


@pytest.mark.parametrize("seed", range(20))
def test_drawn_cases_show_every_mistake(seed: int) -> None:
    """In one case at least, by 100 times the tolerance of float64 and ten times that of float32."""
    ctx = drawn(seed)
    for asked, right, slips in (
        (CASES.steps, TRUTH.step, TRUTH.step_slips),
        (CASES.walks, TRUTH.walk, TRUTH.walk_slips),
        (CASES.texts, TRUTH.norms, TRUTH.norm_slips),
        (CASES.cells, CELL.lstm_row, CELL.lstm_slips),
    ):
        gaps: dict[str, float] = {}
        for case in asked(ctx, torch.float64):
            want = right(case)
            for told, answer in slips(case).items():
                gap = float(((answer - want).abs() / (1 + want.abs())).max())
                gaps[told] = max(gaps.get(told, 0.0), gap)
        assert min(gaps.values()) > 1e-3, min(gaps, key=gaps.__getitem__)


@pytest.mark.parametrize("seed", range(20))
def test_what_fades_is_small_and_not_saturated(seed: int) -> None:
    net = CASES.fading(drawn(seed))
    norms = recurrent.gradient_norms(*net.given)
    torch.testing.assert_close(norms, TRUTH.norms(net), rtol=1e-9, atol=0.0)
    assert 1e-150 < float(norms[-1]) < 1e-60  # its square is no zero
    states = recurrent.rnn(net.h[None], net.e[None], net.weight_h, net.weight_e, net.bias)
    assert float(states.max()) < 1 - 1e-4


@pytest.mark.parametrize("seed", range(5))
def test_large_arguments_saturate_and_stay_finite(seed: int) -> None:
    ctx = drawn(seed)
    state = TRUTH.step(CASES.large(ctx, torch.float32))
    assert torch.equal(state, state.round())
    assert CELL.lstm_row(CASES.large_cell(ctx, torch.float32)).isfinite().all()


def test_gradients_of_the_truth_are_those_of_the_reference() -> None:
    net = CASES.drawn(drawn(0), (2,), (3, 2), torch.float64, 1.0, 4)
    torch.testing.assert_close(TRUTH.rnn(*net.given), recurrent.rnn(*net.given))
    one = CASES.drawn(drawn(1), (2,), (3, 2), torch.float64)
    torch.testing.assert_close(TRUTH.rnn_step(*one.given), recurrent.rnn_step(*one.given))
    cell = CASES.drawn_cell(drawn(2), (2, 3, 4), torch.float64)
    for found, want in zip(
        CELL.lstm_step(*cell.given), recurrent.lstm_step(*cell.given), strict=True
    ):
        torch.testing.assert_close(found, want)
