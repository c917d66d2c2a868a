"""One check asked: whatever happens becomes a finding, and hidden checks stay silent."""

import math
from pathlib import Path

import pytest
import torch

from autograder.check import Check, Passed, World, check, checks_of
from autograder.errors import SandboxError
from autograder.examine import LONGEST_MESSAGE, examine, examine_all
from autograder.grading import points_of
from autograder.local import LocalDesk
from autograder.student import Expect, Failed, Student
from autograder.verdict import Finding, Outcome

WORLD = World({}, Path(), seed=1)


def boom() -> None:
    raise ValueError("the hidden input is 42")


def stub() -> None:
    raise NotImplementedError("stub is not written yet")


STUDENT = Student(LocalDesk({"boom": boom, "stub": stub}))


@check(weight=2, visible=True)
def passes(student: Student, world: World) -> Passed:
    """It passes."""
    return Passed("and says so")


@check(visible=True)
def fails(student: Student, world: World) -> None:
    """It fails."""
    raise Failed("Wrong.", seen="It returned 42.")


@check()
def fails_hidden(student: Student, world: World) -> None:
    """It fails."""
    raise Failed("Wrong.", seen="It returned 42.")


@check()
def crashes_hidden(student: Student, world: World) -> None:
    """It crashes."""
    student.call("boom", expect=Expect(()))


@check(visible=True)
def crashes(student: Student, world: World) -> None:
    """It crashes."""
    student.call("boom", expect=Expect(()))


@check()
def unwritten(student: Student, world: World) -> None:
    """It is not there yet."""
    student.call("stub", expect=Expect(()))


@check()
def broken(student: Student, world: World) -> None:
    """It is our fault."""
    print(1 / 0)


@check()
def leaky(student: Student, world: World) -> None:
    """It is visible, yet asks for the references."""
    world.truth()


@pytest.mark.parametrize(
    ("asked", "outcome", "says", "hides"),
    [
        (passes, "passed", "and says so", "42"),
        (fails, "failed", "Wrong. It returned 42.", "–"),
        (fails_hidden, "failed", "Wrong.", "42"),
        (crashes, "crashed", "42", "–"),
        (crashes_hidden, "crashed", "ValueError", "42"),
        (unwritten, "failed", "stub is not written yet", "42"),
        (broken, "broken", "by our fault", "42"),
        (leaky, "broken", "by our fault", "42"),
    ],
    ids=lambda value: value.name if isinstance(value, Check) else "",
)
def test_whatever_happens_becomes_a_finding(
    asked: Check, outcome: Outcome, says: str, hides: str
) -> None:
    found = examine(asked, STUDENT, WORLD)
    assert found.outcome == outcome
    assert says in found.message
    assert hides not in found.message
    assert found.cause == ("exception" if outcome == "crashed" else None)


def test_a_fault_of_the_sandbox_is_not_a_finding() -> None:
    @check()
    def sandbox_gone(student: Student, world: World) -> None:
        """The sandbox is gone."""
        raise SandboxError("gone")

    with pytest.raises(SandboxError):
        examine(sandbox_gone, STUDENT, WORLD)


def test_messages_are_clipped() -> None:
    @check(visible=True)
    def floods(student: Student, world: World) -> None:
        """It floods."""
        raise Failed("x" * 10**6)

    assert len(examine(floods, STUDENT, WORLD).message) == LONGEST_MESSAGE


def test_a_check_that_rests_on_a_failed_one_is_skipped() -> None:
    @check(after=[fails, passes])
    def rests(student: Student, world: World) -> None:
        """It rests on another."""
        raise AssertionError("must not be asked")

    found = list(examine_all([passes, fails, rests], lambda: STUDENT, lambda _: WORLD))
    assert [f.outcome for f in found] == ["passed", "failed", "skipped"]
    assert "It fails." in found[2].message


def test_generators_repeat_and_differ_by_purpose() -> None:
    draws = [
        torch.rand(1, generator=world.generator(purpose)).item()
        for world in (WORLD, World({}, Path(), seed=2))
        for purpose in ("a", "a", "b")
    ]
    assert draws[0] == draws[1]
    assert len(set(draws)) == 4


def test_checks_stand_in_the_order_of_the_module() -> None:
    import tests.test_examine as module

    assert [c.name for c in checks_of(module)][:3] == ["passes", "fails", "fails_hidden"]


def findings(*outcomes: Outcome) -> tuple[Finding, ...]:
    weights = [1.0, 2.0, 4.0]
    return tuple(
        Finding("c", "t", outcome, weight, "", True)
        for outcome, weight in zip(outcomes, weights, strict=False)
    )


@pytest.mark.parametrize(
    ("outcomes", "points"),
    [
        (("passed", "passed", "passed"), 20),
        (("failed", "crashed", "skipped"), 0),
        (("passed", "failed", "failed"), 2.86),
        (("broken", "failed", "passed"), 14.29),
    ],
)
def test_points_are_shared_by_weight(outcomes: tuple[Outcome, ...], points: float) -> None:
    assert math.isclose(points_of(findings(*outcomes), 20), points)
