"""Grades one attack as a class would be, and a victim after it."""

from dataclasses import replace
from functools import cache

from nbformat import NotebookNode

from autograder.checking.stand_in import StandIns
from autograder.course.known import answer_sheet, filled
from autograder.grading.exam import Exercise
from autograder.grading.exercise import grade_exercise
from autograder.records.cell import CellRun
from autograder.records.verdict import ExerciseVerdict
from autograder.sandbox.base import Sandbox
from autograder.submission.read import Submission, submission_of
from tests.attacks.exercises import LENT, checks_of_piece, exam, exercise, lent_functions
from tests.attacks.record import Attack


@cache
def right_sheet() -> NotebookNode:
    """Return the released notebook with the reference's answers."""
    return answer_sheet(exam().course, "pixelcnn", exam().released)


def submitted(attack: Attack | None) -> Submission:
    """Return the submission of an attack, or for None of a victim: all of it right."""
    sheet = right_sheet()
    if attack is not None:
        sheet = filled(sheet, {attack.piece: attack.source})
    return submission_of(sheet, exam().released, "mallory", "pixelcnn")


def graded(attack: Attack | None, sandbox: Sandbox) -> tuple[ExerciseVerdict, dict[str, CellRun]]:
    """Grade an attack's exercise; for None the victim's, one function of masks."""
    if attack is None:
        return grade_exercise(exam(), submitted(None), victim(), sandbox)
    lent = StandIns(lent_functions()) if attack.exercise == LENT else None
    asked = exercise(attack.exercise)
    return grade_exercise(exam(), submitted(attack), asked, sandbox, lent=lent)


@cache
def victim() -> Exercise:
    """Return masks, of which one function is asked about: enough to see whether all is well."""
    whole = exercise("masks")
    checks = tuple(one for one in whole.checks if one.about == "causal_mask")
    assert {one.visible for one in checks} == {True, False}
    return replace(whole, checks=checks)


def deserved(attack: Attack) -> frozenset[str]:
    """Return the checks that the attack's honest part passes."""
    whole = exercise(attack.exercise)
    honest = {c.name for c in whole.checks} - checks_of_piece(attack.piece, attack.exercise)
    return frozenset(honest | set(attack.earns))


def most_points(attack: Attack) -> float:
    """Return the points that the attack's honest part deserves."""
    whole = exercise(attack.exercise)
    passed = sum(c.weight for c in whole.checks if c.name in deserved(attack))
    return round(whole.points * passed / sum(c.weight for c in whole.checks), 2)
