"""Where an exercise is examined: visible checks first, and hidden inputs meet no visible one."""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from autograder.checking.check import Check, Context, Passed, check, checks_of
from autograder.checking.run import examine
from autograder.checking.stand_in import StandIns
from autograder.checking.student import Failed, Play, Student, StudentCrashed
from autograder.errors import SandboxError
from autograder.grading.exam import Exercise
from autograder.grading.exercise import grade_exercise
from autograder.grading.seat import Seat
from autograder.records.cell import CellRun
from autograder.records.verdict import Picture
from autograder.sandbox.base import Stopwatch
from tests.attacks.exercises import exam
from tests.attacks.graded import submitted

PICTURE = Picture(b"png", "what was asked")


def asks(name: str, *, visible: bool, after: tuple[Check, ...] = ()) -> Check:
    def question(student: Student, ctx: Context) -> None:
        student.call_plain(name)

    question.__name__ = question.__doc__ = name
    return check(visible=visible, after=after)(question)


SEEN, SECRET, LATE, FATAL = (
    asks("seen", visible=True),
    asks("secret", visible=False),
    asks("late", visible=True),
    asks("fatal", visible=True),
)
FATAL_SECRET = asks("fatal_secret", visible=False)


class Process:
    """A transport that notes what it is asked, and prints another text in each process."""

    def __init__(self, log: list[list[str]], deadly: dict[str, CellRun]) -> None:
        self._log, self._deadly = log, deadly
        self.asked: list[str] = []
        log.append(self.asked)
        self.alive = True
        self.runs = (CellRun("cell", f"process {len(log)}"),)

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        assert self.alive
        self.asked.append(request["name"])
        if "fatal" in request["name"]:
            self.alive = False
            self._deadly["other"] = CellRun("other", error="it has killed")
            raise StudentCrashed("It is over.", "exit")
        if request["name"] == "late":
            raise StudentCrashed("Late.", "exception")

    def fresh(self) -> "Process":
        assert not self.alive, "two processes side by side"
        return Process(self._log, self._deadly)

    def close(self) -> None:
        self.alive = False


class Box:
    """A sandbox of such processes."""

    def __init__(self) -> None:
        self.log: list[list[str]] = []

    def open(
        self,
        cells: Any,
        stopwatch: Stopwatch | None = None,
        deadly: dict[str, CellRun] | None = None,
        lent: StandIns | None = None,
    ) -> Process:
        return Process(self.log, {} if deadly is None else deadly)

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to end."""


def graded(*checks: Check) -> tuple[Box, list[str], dict[str, CellRun], dict[str, CellRun]]:
    box = Box()
    deadly: dict[str, CellRun] = {}
    exercise = Exercise("pixelcnn", "masks", 20.0, checks=checks)
    verdict, runs = grade_exercise(exam(), submitted(None), exercise, box, None, deadly)
    return box, [finding.check for finding in verdict.findings], runs, deadly


def test_visible_checks_come_first_and_findings_stand_as_the_checks_do() -> None:
    box, order, runs, _ = graded(SECRET, SEEN, LATE)
    assert box.log == [["seen", "late"], ["secret"]]
    assert order == ["secret", "seen", "late"]
    assert runs == {"cell": CellRun("cell", "process 1")}


def test_a_process_that_died_over_a_visible_check_is_followed_by_another() -> None:
    box, _, runs, _ = graded(FATAL, FATAL_SECRET, SEEN, SECRET)
    assert box.log == [["fatal"], ["seen"], ["fatal_secret"], ["secret"]]
    assert runs["cell"].stdout == "process 1"


def test_what_only_hidden_checks_need_is_all_that_is_opened() -> None:
    assert graded(SEEN)[0].log == [["seen"]]
    assert graded(SECRET)[0].log == [["secret"]]
    rests = asks("rests", visible=False, after=(LATE,))
    assert graded(LATE, rests)[0].log == [["late"]], "no process for what is skipped"


def test_a_cell_that_kills_after_questions_is_not_passed_over_by_the_next_exercise() -> None:
    assert graded(FATAL_SECRET)[3] == {}


def test_a_visible_check_after_a_hidden_one_is_a_mistake_of_ours() -> None:
    seat = Seat(lambda: Process([], {}))
    seat.student(SECRET)
    with pytest.raises(AssertionError, match="a hidden input has been seen"):
        seat.student(SEEN)


def test_a_process_that_no_other_follows_is_closed_once() -> None:
    closed: list[str] = []

    class Last(Process):
        def fresh(self) -> Process:
            raise SandboxError("Nothing begins.")

        def close(self) -> None:
            closed.append("closed")

    seat = Seat(lambda: Last([], {}))
    seat.student(SEEN)
    with pytest.raises(SandboxError, match="Nothing begins"):
        seat.student(SECRET)
    seat.close()
    assert closed == ["closed"]


def test_suspects_are_the_names_of_checks_that_did_not_pass() -> None:
    seat = Seat(lambda: Process([], {}))
    ctx = Context({}, exam().data, 1)
    findings = tuple(examine(one, seat.student(one), ctx) for one in (SEEN, LATE, FATAL))
    assert [f.outcome for f in findings] == ["passed", "crashed", "crashed"]
    assert seat.suspects(findings) == ("fatal", "late")


def test_a_visible_check_that_rests_on_a_hidden_one_is_an_error_of_the_course() -> None:
    module = ModuleType("odd")
    vars(module).update(a=SECRET, b=asks("b", visible=True, after=(SECRET,)))
    with pytest.raises(ValueError, match="the visible check b rests on secret, which is hidden"):
        checks_of(module)
    vars(module).update(b=asks("b", visible=False, after=(SECRET,)))
    assert len(checks_of(module)) == 2


@pytest.mark.parametrize("visible", [True, False])
@pytest.mark.parametrize("passing", [True, False])
def test_hidden_checks_show_neither_pictures_nor_praise(visible: bool, passing: bool) -> None:
    def shows(student: Student, ctx: Context) -> Passed:
        """It shows."""
        if passing:
            return Passed("You have heard 42.", PICTURE)
        raise Failed("Wrong.", detail="You have heard 42.", picture=PICTURE)

    asked = check(visible=visible)(shows)
    found = examine(asked, Student(Process([], {})), Context({}, exam().data, 1))
    assert (found.picture == PICTURE) is visible
    assert ("42" in found.message) is visible
