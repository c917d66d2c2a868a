"""A constant factor between an answer and the truth is found, named, and hides nothing."""

import math
from collections.abc import Callable

import pytest
import torch

from assignments.pixelcnn.checks.gaussians import draw_slips, exact_kl, kl_slips
from autograder.checking.compare import named_mistake, require_agreement, tolerance_of
from autograder.checking.ratio import constant_ratio, unit_off, well_known, written
from autograder.checking.student import Failed
from autograder.text.i18n import recipe_of

WANT = torch.tensor([3.0, -1.0, 0.0, 7.0], dtype=torch.float64)
TOLERANCE = 1e-5


@pytest.mark.parametrize(
    ("factor", "name"),
    [
        (2.0, "2"),
        (1 / 8, "1/8"),
        (-1.0, "−1"),
        (-0.1, "−1/10"),
        (1 / math.log(2), "1/log 2"),
        (math.log(2) ** 2, "(log 2)²"),
        (-math.log(2), "−log 2"),
    ],
)
def test_factors_that_a_message_may_name(factor: float, name: str) -> None:
    ratio = constant_ratio(factor * WANT, WANT, TOLERANCE)
    assert ratio is not None
    assert well_known(ratio) == written(ratio) == name


@pytest.mark.parametrize(
    ("factor", "text"),
    [(1 / 64, "1/64"), (3072.0, "3072"), (1.5, "3/2"), (-2 / 3, "−2/3"), (0.73456, "0.7346")],
)
def test_other_factors_stand_beside_the_numbers_alone(factor: float, text: str) -> None:
    with pytest.raises(Failed) as raised:
        require_agreement(factor * WANT, WANT, tolerance=TOLERANCE, wrong="It is wrong.")
    assert "one factor that is the same everywhere" in raised.value.message
    assert text not in raised.value.message
    assert f"Yours / expected: {text}, everywhere." in raised.value.detail


@pytest.mark.parametrize(
    "got",
    [
        WANT + 0.1,
        torch.tensor([6.0, -2.0, 0.001, 14.0]),
        torch.tensor([6.0, -2.0, math.nan, 14.0]),
        torch.tensor([6.0, -2.0, 0.0, math.inf]),
        0 * WANT,
    ],
)
def test_what_has_no_factor(got: torch.Tensor) -> None:
    assert constant_ratio(got, WANT, TOLERANCE) is None


@pytest.mark.parametrize("want", [[5.0], [5.0, 5.0], [5.0, 0.0, 0.0], [0.0, 0.0]])
def test_numbers_that_bear_no_factor_out(want: list[float]) -> None:
    right = torch.tensor(want)
    assert constant_ratio(3 * right, right, TOLERANCE) is None


def test_a_factor_in_single_precision() -> None:
    want = 100 * torch.rand(20, generator=torch.Generator().manual_seed(0)) + 1
    ratio = constant_ratio((want.float() / 3).float(), want, TOLERANCE)
    assert ratio is not None
    assert well_known(ratio) == "1/3"


def _with_epsilon(epsilon: float) -> Callable[[torch.Tensor, torch.Tensor], torch.Tensor]:
    def kl(mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
        return 0.5 * (mean**2 + std**2 - 1 - (std**2 + epsilon).log()).sum(1)

    return kl


@pytest.mark.parametrize("epsilon", [0.0, 1e-12, 1e-8, 1e-6])
def test_a_standard_deviation_is_told_whatever_keeps_its_logarithm_finite(epsilon: float) -> None:
    mean = torch.tensor([[0.0, 0], [1, 2], [2, 1]], dtype=torch.float64)
    log_var = torch.tensor([[0.0, 0], [1, -1], [1.5, 2]], dtype=torch.float64)
    got = _with_epsilon(epsilon)(mean, log_var)
    named = named_mistake(got, exact_kl(mean, log_var), kl_slips(mean, log_var), TOLERANCE)
    assert "not the standard deviation itself" in named


@pytest.mark.parametrize("floor", [1e-8, 1e-3])
def test_a_variance_is_told_whatever_stands_for_negative_ones(floor: float) -> None:
    mean = torch.tensor([[1.0, 2], [2, 1]])
    variance = torch.tensor([[-1.0, 0.5], [1.5, 2.0]])
    got = 0.5 * (mean**2 + variance - 1 - variance.clamp_min(floor).log()).sum(1)
    slips = kl_slips(mean, variance)
    named = named_mistake(got, exact_kl(mean, variance), slips, TOLERANCE)
    assert named == "log_var is a logarithm: the variance is its exponential."


def test_the_root_of_log_var_is_told_where_it_exists() -> None:
    mean, noise = torch.zeros(2, 2), torch.ones(2, 2)
    log_var = torch.tensor([[1.0, -1], [2, 3]])
    got = mean + log_var.clamp_min(1e-6).sqrt() * noise
    want = mean + (log_var / 2).exp() * noise
    named = named_mistake(got, want, draw_slips(mean, log_var, noise), TOLERANCE)
    assert "root of log_var" in named


def test_an_answer_that_is_nowhere_defined_is_not_named() -> None:
    nowhere = {"everything": torch.full((4,), math.nan, dtype=torch.float64)}
    assert named_mistake(WANT + 1, WANT, nowhere, TOLERANCE) == ""


@pytest.mark.parametrize("unit", [-1.0, math.log(2), -1 / math.log(10)])
def test_a_unit_is_exact_though_it_was_measured_in_float32(unit: float) -> None:
    rounded = (unit * WANT).float() * (1 + 2e-7)
    assert unit_off("cost", rounded, WANT, TOLERANCE) == ("cost", unit)
    assert unit_off("cost", 2 * rounded, WANT, TOLERANCE) is None


def test_a_mistake_in_plain_text_can_be_translated_also_as_one_of_two() -> None:
    one, two = "You take the mean.", "You divide by 2."
    for slips in ({one: WANT / 2}, {one: WANT / 2, two: WANT / 2}):
        assert recipe_of(named_mistake(WANT / 2, WANT, slips, TOLERANCE)), "it is plain English"


def test_truths_are_compared_as_numbers_are() -> None:
    mask = torch.tensor([[True, False], [True, True]])
    assert tolerance_of(mask, 1e-5, 1e-6) == 1e-5
    assert named_mistake(~mask, mask, {"turned": ~mask, "other": mask.T}, 1e-5) == "turned"
