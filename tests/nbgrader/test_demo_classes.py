"""The class of `autograder demo`, of each assignment: everybody in it hands in what there is."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.cli.demo import class_of, hand_in
from autograder.course.config import load_course
from autograder.course.known import known_submissions
from autograder.handout.build import build
from autograder.times.zones import DAY
from tests.conftest import ROOT
from tests.support.supplying import make_pair

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


def test_a_class_hands_in_in_time_where_being_late_counts(tmp_path: Path) -> None:
    course = make_pair(tmp_path)
    stamps = {}
    for name in course.assignments:
        build(course, name)
        hand_in(course, name, (), {"ada": ()})
        stamp = tmp_path / "submitted" / "ada" / name / "timestamp.txt"
        stamps[name] = stamp.read_text().strip() if stamp.exists() else ""
    assert stamps["colours"] == ""  # there it costs nothing
    when = datetime.strptime(stamps["nets"], "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    assert when <= min(datetime.now(UTC), course.assignment("nets").due - DAY)
