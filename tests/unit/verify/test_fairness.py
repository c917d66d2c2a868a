"""Fairness: known submissions whose share of points depends on the variant are told."""

from dataclasses import replace

from autograder.verify.fairness import fairness
from autograder.verify.matrix import Matrix
from tests.sandbox.test_verify import KILLED, PASSED, matrix


def half(points: float) -> Matrix:
    return matrix(replace(KILLED, points=points), PASSED)


def test_there_is_nothing_to_compare_in_one() -> None:
    assert fairness({"": half(1.0)}) == []


def test_alike_is_fair() -> None:
    (line,) = fairness({"a": half(2.0), "b": half(2.0)})
    assert line == "Fair: all 2 known submissions get the same share of points in a, b."


def test_who_differs_is_named_with_the_shares() -> None:
    first, second = fairness({"a": half(3.0), "b": half(1.0), "c": half(3.0)})
    assert first.startswith("1 of 2 known submissions get the same share of points in a, b, c.")
    assert second == "  masks/wrong_a: a 75 %, b 25 %, c 75 %"


def test_other_points_for_an_exercise_are_no_difference() -> None:
    doubled = [replace(one, points=2 * one.points, max_points=8.0) for one in (KILLED, PASSED)]
    (line,) = fairness({"a": half(3.0), "b": matrix(*doubled)})
    assert line.startswith("Fair")
