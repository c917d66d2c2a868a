"""What each kind of mistake keeps, and that a slip keeps most and what means nothing little."""

import pytest

from autograder.records.verdict import Finding, Outcome
from autograder.verify.case import Outcome as Case
from autograder.verify.severity import (
    KINDS,
    kept_of_names,
    severities,
    severity_complaints,
    severity_table,
)


def case(kind: str, points: float = 10, kept: float = 0.5, *, right: bool = False) -> Case:
    lost = {} if right else {"a": "failed"}
    named = ("exercise", "wrong_one", right, "s", points, 20.0, ("a",), "", lost)
    return Case(*named, named=True, cpu_seconds=0.0, seconds=0.0, kind=kind, kept=kept)


def finding(about: str, outcome: Outcome, weight: float = 1.0, void: str = "") -> Finding:
    return Finding("c", "t", outcome, weight, "", True, about=about, void=void)


def test_kept_is_of_the_names_that_are_wrong() -> None:
    findings = [
        finding("one", "passed", 3),
        finding("one", "failed"),
        finding("two", "passed", 6),
    ]
    assert kept_of_names(findings) == 0.75
    assert kept_of_names([finding("one", "passed")]) == 1
    assert kept_of_names(
        [finding("", "failed"), finding("", "passed"), finding("x", "passed")]
    ) == (0.5)


def test_what_is_void_is_not_kept() -> None:
    findings = [finding("one", "passed", void="It is causal"), finding("one", "failed")]
    assert kept_of_names(findings) == 0


def test_the_middle_one_of_each_kind_is_told_the_mildest_first() -> None:
    outcomes = [case("meaningless", 2), case("unit", 8), case("unit", 12), case("unit", 20)]
    unit, nothing = severities([*outcomes, case("unit", 20, right=True), case("")])
    assert (unit.kind, unit.count, unit.of_exercise) == ("unit", 3, (0.4, 0.6, 1.0))
    assert (nothing.kind, nothing.of_exercise) == ("meaningless", (0.1, 0.1, 0.1))
    table = severity_table(outcomes)
    assert "| unit | a unit, a sign" in table
    assert "| 3 | 60 (40–100) | 50 |" in table
    assert severity_table([case("")]) == ""


@pytest.mark.parametrize(
    ("kind", "kept", "told"),
    [
        ("unit", 0.4, "A slip of unit or sign keeps 40% of its exercise"),
        ("meaningless", 0.5, "What means nothing keeps 50%"),
        ("unti", 0.5, "names the kind 'unti'"),
    ],
)
def test_an_order_that_nobody_would_agree_with_is_a_fault(
    kind: str, kept: float, told: str
) -> None:
    (complaint,) = severity_complaints([case(kind, 20 * kept, kept)])
    assert told in complaint


def test_a_slip_keeps_most_and_nothing_little() -> None:
    assert not severity_complaints([case("unit", 16, 0.1), case("meaningless", 16, 0.1)])
    assert not severity_complaints([case(kind, kept=0.3) for kind in KINDS if kind != "unit"])
