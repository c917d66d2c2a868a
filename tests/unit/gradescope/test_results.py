"""results.json: the points of the verdict, what was found as HTML, and when it may be seen."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.gradescope.results import results_json, results_of
from autograder.records.points import points_of
from autograder.records.verdict import ExerciseVerdict, Finding, Picture, Verdict
from tests.support.toycourse import COURSE, make_course

LATE = COURSE + '\n[watch]\nhidden = "after_due"\n'
PNG = b"\x89PNG\r\n"


def finding(check: str, outcome: str = "passed", visible: bool = True, **more: object) -> Finding:
    made = Finding(check, f"Title of {check}", "passed", 1.0, f"Said of {check}.", visible)
    return replace(made, outcome=outcome, **more)  # type: ignore[arg-type]


def exercise(name: str, most: float, *found: Finding, kind: str = "") -> ExerciseVerdict:
    points = points_of(found, most)
    return ExerciseVerdict(f"toy/{name}", points, most, found, kind=kind)  # type: ignore[arg-type]


MASKS = exercise(
    "masks",
    4,
    finding("seen", "failed", picture=Picture(PNG, "A mask")),
    finding("secret", "failed", visible=False),
    finding("third"),
)
SCORES = exercise("scores", 2.5, finding("score"))


def verdict(*exercises: ExerciseVerdict, reason: str = "") -> Verdict:
    return Verdict(
        assignment="toy",
        student="student",
        status="rejected" if reason else "graded",
        points=sum(one.points for one in exercises),
        max_points=6.5,
        submission_sha256="a",
        course_sha256="b",
        device="cpu",
        versions={"torch": "2"},
        seconds=3.2,
        exercises=exercises,
        reason=reason,
    )


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path)


@pytest.fixture
def late(tmp_path: Path) -> Course:
    return make_course(tmp_path, course=LATE)


def test_the_points_are_the_verdicts(course: Course) -> None:
    results = results_of(verdict(MASKS, SCORES), course)
    assert results["score"] == MASKS.points + SCORES.points == 1.33 + 2.5
    masks, scores = results["tests"]
    assert (masks["score"], masks["max_score"], masks["status"]) == (1.33, 4, "failed")
    assert (scores["score"], scores["max_score"], scores["status"]) == (2.5, 2.5, "passed")
    assert {one["visibility"] for one in results["tests"]} == {"visible"}
    assert results["stdout_visibility"] == "hidden"


def test_findings_are_html_with_their_pictures(course: Course) -> None:
    masks, _ = results_of(verdict(MASKS, SCORES), course)["tests"]
    assert masks["output_format"] == "html" and masks["name"] == "masks"
    assert 'alt="A mask"' in masks["output"]
    assert 'src="data:image/png;base64,iVBORw0K"' in masks["output"]
    assert "Said of secret." in masks["output"]


def test_what_is_hidden_until_the_due_date_is_after_it(late: Course) -> None:
    results = results_of(verdict(MASKS, SCORES), late)
    early, whole, scores = results["tests"]
    assert early["visibility"] == scores["visibility"] == "visible"
    assert whole["visibility"] == "after_due_date"
    assert "Said of seen." in early["output"] and "secret" not in early["output"]
    assert "score" not in early and "max_score" not in early
    assert "Said of secret." in whole["output"] and whole["score"] == MASKS.points
    assert sum(one.get("score", 0) for one in results["tests"]) == results["score"]
    assert "output" not in results  # where the points would stand


def test_a_bonus_lies_beyond_the_maximum_and_practice_has_no_points(course: Course) -> None:
    bonus = exercise("masks", 2, finding("seen"), kind="bonus")
    practice = exercise("scores", 0, finding("score", "failed"), kind="optional")
    results = results_of(verdict(bonus, practice), course)
    first, second = results["tests"]
    assert (first["score"], "max_score" in first) == (2, False)
    assert "score" not in second and second["status"] == "failed"
    assert results["score"] == 2


def test_a_rejected_submission_says_why_and_has_no_points(course: Course) -> None:
    results = results_of(verdict(reason="toy.ipynb is <b>no</b> notebook."), course)
    assert results["score"] == 0 and results["tests"] == []
    assert results["output_format"] == "html"
    assert "toy.ipynb is &lt;b&gt;no&lt;/b&gt; notebook." in results["output"]


def test_a_broken_verdict_has_no_results(course: Course) -> None:
    with pytest.raises(AssertionError, match="waits for a person"):
        results_of(replace(verdict(MASKS), status="broken"), course)


def test_half_a_character_can_be_written(course: Course) -> None:
    odd = exercise("masks", 4, finding("seen", "failed", message="half \ud800 of one"))
    written = results_json(results_of(verdict(odd), course))
    assert json.loads(written)["tests"][0]["score"] == 0
