"""A ceiling is proposed above every right answer and below whatever has learned nothing."""

import math
from typing import Any

import pytest

from autograder.calibrate.proposal import Measured, proposals, rounded, spread_of
from autograder.calibrate.trial import Found, Trial
from autograder.checking.calibration import Calibrated
from autograder.course.known import Known


def calibrated(
    name: str, ceiling: str = "ceiling_nats", suspicious: str = "low_nats"
) -> Calibrated:
    def nothing(*_: Any) -> Any:
        raise AssertionError("nothing is trained here")

    return Calibrated("stack", name, "ceiling_nats", "steps", nothing, nothing, nothing, "low_nats")


def found(nats: float, error: str = "", name: str = "right_one") -> Found:
    return Found(Trial(Known("stack", name, "", right=True), 0, 0), nats, 2.0, error)


def measured(name: str, nats: dict[str, list[float]], independent: float = 25.0) -> Measured:
    spreads = (spread_of(who, [found(one) for one in each]) for who, each in nats.items())
    return Measured(calibrated(name), tuple(spreads), independent)


def test_it_lies_a_quarter_of_the_way_above_the_worst_right_one() -> None:
    [ceiling, suspicious] = proposals([measured("A", {"a": [17.0, 17.2], "b": [18.0, 18.0]})])
    assert ceiling.parameter == "ceiling_nats" and suspicious.parameter == "low_nats"
    assert ceiling.value == 20.0  # 18 + (25 - 18) / 4, in whole nats
    assert suspicious.value == 14.0  # 0.8 of 17
    assert "right ones reach 18.0 at worst, independent entries 25.0" in ceiling.why


def test_classes_that_share_a_ceiling_all_meet_it() -> None:
    [ceiling, _] = proposals([measured("A", {"a": [17.0]}), measured("B", {"a": [20.0]}, 24.0)])
    assert ceiling.value == 21.0


def test_seeds_that_differ_much_widen_it_but_never_past_the_middle() -> None:
    narrow, wide = ([18.0, 18.0], [14.0, 18.0])
    values = [proposals([measured("A", {"a": one}, 38.0)])[0].value for one in (narrow, wide)]
    assert values[0] is not None and values[1] is not None
    assert values[0] < values[1] <= 28.0


def test_where_independent_entries_are_as_good_nothing_is_proposed() -> None:
    [ceiling, _] = proposals([measured("A", {"a": [17.0], "b": [25.5]})])
    assert ceiling.value is None and "train longer" in ceiling.why


def test_a_submission_that_cannot_be_trained_is_told_and_left_out() -> None:
    broken = spread_of("c", [found(18.0), found(math.nan, "it stopped")])
    diverged = spread_of("d", [found(math.inf)])
    assert broken.error == "it stopped" and diverged.error == "its training diverges"
    one = Measured(calibrated("A"), (broken, diverged), 25.0)
    assert [proposal.value for proposal in proposals([one])] == [None, None]
    good = spread_of("e", [found(18.0)])
    assert proposals([Measured(calibrated("A"), (broken, good), 25.0)])[0].value == 20.0


def test_mean_spread_and_worst_are_over_the_seeds() -> None:
    one = spread_of("a", [found(1.0), found(2.0), found(6.0)])
    assert (one.mean, one.worst) == (3.0, 6.0)
    assert one.sd == pytest.approx(math.sqrt(7))
    assert spread_of("a", [found(1.0)]).sd == 0.0


@pytest.mark.parametrize(
    ("value", "scale", "want"), [(19.634, 6.6, 20.0), (1234.5, 900.0, 1200.0), (0.1234, 0.1, 0.12)]
)
def test_what_is_proposed_can_be_written(value: float, scale: float, want: float) -> None:
    assert rounded(value, scale) == want
