"""Verdicts go to JSON and back whole, and their lines carry no pictures."""

import json

from autograder.records.cell import CellRun
from autograder.records.verdict import ExerciseVerdict, Finding, Picture, Verdict

FINDING = Finding(
    "causal", "No leak", "failed", 2.0, "It leaks.", True, None, Picture(b"\x89PNG", "a leak")
)
VERDICT = Verdict(
    assignment="pixelcnn",
    student="ada",
    status="graded",
    points=3.5,
    max_points=10.0,
    submission_sha256="a" * 64,
    course_sha256="b" * 64,
    device="cpu",
    versions={"torch": "2"},
    seconds=1.5,
    exercises=(ExerciseVerdict("pixelcnn/stack", 3.5, 10.0, (FINDING,)),),
    cells=(CellRun("id", "out", "error", (b"png",)),),
)


def test_a_verdict_survives_json() -> None:
    assert Verdict.from_json(json.loads(json.dumps(VERDICT.to_json()))) == VERDICT


def test_a_line_has_the_published_keys() -> None:
    line = json.loads(json.dumps(VERDICT.line()))
    assert line["schema"] == 1
    published = {"assignment", "student", "status", "points", "max_points", "exercises"}
    published |= {"submission_sha256", "course_sha256", "device", "versions", "seconds"}
    assert published <= set(line)
    assert set(line["exercises"][0]) == {"key", "points", "max_points", "sha256", "findings"}
    expected = {
        "check",
        "title",
        "outcome",
        "weight",
        "message",
        "visible",
        "cause",
        "question",
        "replies",
        "about",
        "form",
        "essential",
        "void",
    }
    assert set(line["exercises"][0]["findings"][0]) == expected
