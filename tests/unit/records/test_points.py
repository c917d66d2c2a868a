"""Points are rounded once, to the grid of the course, and never beyond the maximum."""

import pytest

from autograder.records.points import points_of, rounded
from autograder.records.verdict import Finding, Outcome


@pytest.mark.parametrize(
    ("points", "step", "expected"),
    [
        (1.234, None, 1.23),
        (1.24, 0.5, 1.0),
        (1.25, 0.5, 1.5),
        (0.15, 0.3, 0.3),  # as written, it is half a step, though no float is
        (0.3, 0.1, 0.3),
        (2.5, 1, 3),
        (7, 2, 8),
        (0.1 + 0.2, 0.05, 0.3),
        (0, 0.5, 0),
    ],
)
def test_to_the_nearest_step(points: float, step: float | None, expected: float) -> None:
    assert rounded(points, step) == expected


def found(outcome: Outcome, weight: float) -> Finding:
    return Finding("a", "A", outcome, weight, "", visible=True)


def test_a_share_is_rounded_and_full_points_are_the_maximum() -> None:
    two_of_three = (found("passed", 2), found("failed", 1))
    assert points_of(two_of_three, 10) == 6.67
    assert points_of(two_of_three, 10, 0.5) == 6.5
    assert points_of((found("passed", 99), found("failed", 1)), 7.25, 0.5) == 7
    assert points_of((found("passed", 1),), 7.25, 0.5) == 7.25
    assert points_of((found("passed", 999), found("failed", 1)), 7.3, 0.5) == 7.3
