"""The picture of the rooms is what the code is, and a submission does go the way that it shows."""

import runpy
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from autograder.gradebook.recording import record_class
from autograder.grading.batch import standing
from autograder.grading.grader import Grader, Session
from autograder.records.verdict import Verdict
from autograder.runs.run import run_of
from autograder.submission.read import Submission, find_submissions
from tests.conftest import ROOT
from tests.support.toyclass import ENVIRONMENT, make_class


@pytest.fixture(scope="module")
def rooms() -> dict[str, Any]:
    """What docs/make_rooms.py defines."""
    return runpy.run_path(str(ROOT / "docs" / "make_rooms.py"))


def test_the_picture_is_what_the_code_is(rooms: dict[str, Any]) -> None:
    committed = rooms["PICTURE"].read_text(encoding="utf-8")
    assert committed == rooms["drawn"](), "run: python docs/make_rooms.py"


def test_every_room_is_drawn_and_no_arrow_leads_up(rooms: dict[str, Any]) -> None:
    layers, edges = rooms["layers"](), rooms["imports"]()
    row_of = {name: number for number, row in enumerate(layers) for name in row}
    assert {name for edge in edges for name in edge} <= row_of.keys()
    assert all(row_of[one] < row_of[other] for one, other in edges)
    assert {step.room for step in rooms["WAY"]} <= row_of.keys()
    places = rooms["arranged"](layers, rooms["reduction"](edges), 100, 50).places
    for layer in layers:
        across = sorted(places[name].x for name in layer)
        assert all(right - left >= 100 for left, right in pairwise(across))


def test_what_a_longer_path_says_is_left_out(rooms: dict[str, Any]) -> None:
    edges = {("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"), ("b", "d"), ("a", "e")}
    assert rooms["reduction"](edges) == {("a", "b"), ("b", "c"), ("c", "d"), ("a", "e")}


@contextmanager
def entered() -> Iterator[list[tuple[str, str]]]:
    """Note each function of ours, by module and name, when it is first entered in this thread."""
    found: dict[tuple[str, str], None] = {}
    order: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            function = frame.f_globals.get("__name__", ""), frame.f_code.co_qualname
            if function not in found and function[0].startswith("autograder."):
                found[function] = None
                order.append(function)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield order
    finally:
        sys.setprofile(before)


@pytest.mark.sandbox
@pytest.mark.nbgrader
def test_a_submission_goes_the_way_that_is_shown(
    rooms: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", ENVIRONMENT["AUTOGRADER_SECRET"])
    course, submitted = make_class(tmp_path), tmp_path / "submitted"
    session = Session(tmp_path, "toy", "bubblewrap", "cpu")
    with standing(session) as grader:
        grade(grader, "ada")  # the sandbox is warm from now on
        with entered() as order:
            verdict = grade(grader, "chiara")
            record_class(run_of(course), "toy", [verdict], submitted, lambda _: None)
    assert verdict.status == "graded" and verdict.points == 4
    way = [(step.module, step.function) for step in rooms["WAY"]]
    assert set(way) <= set(order)
    assert way == [function for function in order if function in way]


def grade(grader: Grader, student: str) -> Verdict:
    """Grade one student's notebook as a class would be, in this process."""
    [entry] = find_submissions(grader.session.root / "submitted", "toy", student)
    submission = grader.looked_at(entry)
    assert isinstance(submission, Submission)
    return grader.grade(submission)
