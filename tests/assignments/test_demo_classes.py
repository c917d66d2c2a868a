"""The class of `autograder demo`, of each assignment: everybody in it hands in what there is."""

from pathlib import Path

import pytest

from autograder.cli.demo import class_of
from autograder.course.config import load_course
from autograder.course.known import known_submissions
from tests.conftest import ROOT

pytestmark = pytest.mark.nbgrader

FOLDER = ROOT / "tests" / "submissions"
ASSIGNMENTS = tuple(load_course(ROOT).assignments)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_class_hands_in_known_submissions_of_every_exercise(assignment: str) -> None:
    known = {f"{one.exercise}/{one.name}": one for one in known_submissions(FOLDER, assignment)}
    students = class_of(Path(FOLDER, assignment), list(known.values()))
    handed_in = [name for names in students.values() for name in names]
    assert () in students.values() and set(handed_in) <= set(known)
    assert any(known[name].right for name in handed_in)
    assert len({known[name].exercise for name in handed_in if not known[name].right}) >= 4
