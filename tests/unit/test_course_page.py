"""docs/course.md says what course.toml says of each assignment."""

import re

import pytest

from autograder.course.config import load_course
from tests.conftest import ROOT

pytestmark = pytest.mark.quick
COURSE = load_course(ROOT)
PAGE = (ROOT / "docs" / "course.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COURSE.assignments)
def test_dates_and_points_are_those_of_the_course(name: str) -> None:
    assignment = COURSE.assignment(name)
    due = assignment.due
    (row,) = re.findall(rf"(?m)^\| \[`{name}`\].*$", PAGE)
    assert f"| {due:%a} {due.day} {due:%b} |" in row
    (points,) = re.findall(rf"(?m)^\| `{name}` \| (.*) \|$", PAGE)
    told = {key: float(worth) for key, worth in (one.split() for one in points.split(", "))}
    assert told == dict(assignment.exercises)


def test_assignments_stand_in_the_order_of_their_dates() -> None:
    told = re.findall(r"(?m)^\| \[`(\w+)`\]", PAGE)
    assert told == sorted(COURSE.assignments, key=lambda name: COURSE.assignment(name).due)
