"""The class report: what it counts, what it shows, and that nothing in it can act."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.__main__ import main
from autograder.course.config import load_course
from autograder.grading.grader import Grader, Session
from autograder.records.verdict import ExerciseVerdict, Finding, Picture, Stop, Verdict
from autograder.report.causes import kind_of
from autograder.report.page import to_csv, to_html, to_json
from autograder.report.similarity import similar_pairs
from autograder.report.summary import ClassReport, Pair, Tally
from autograder.submission.read import Submission, submission_of
from tests.conftest import ROOT
from tests.unit.selfcheck.test_notebook import sheet

HOSTILE = '<script>alert(1)</script>=cmd"\x1b[31m'
LEAK = "`PixelCNN` leaks. It sees {} pixels."


def finding(outcome: str, message: str = "", **others: object) -> Finding:
    given = {"check": "is_causal", "title": "Nothing leaks", "weight": 1.0, "visible": True}
    return Finding(**{**given, "outcome": outcome, "message": message, **others})  # type: ignore[arg-type]


def verdict(student: str, stack: float, *findings: Finding, **others: object) -> Verdict:
    exercises = (
        ExerciseVerdict("pixelcnn/masks", 4.0, 4.0, (finding("passed"),)),
        ExerciseVerdict("pixelcnn/stack", stack, 6.0, findings),
    )
    given = {
        "assignment": "pixelcnn",
        "student": student,
        "status": "graded",
        "points": 4 + stack,
        "max_points": 10.0,
        "submission_sha256": "1",
        "course_sha256": "2",
        "device": "cpu",
        "versions": {},
        "seconds": 3.0,
        "exercises": exercises,
    }
    return Verdict(**{**given, **others})  # type: ignore[arg-type]


def told() -> ClassReport:
    tally = Tally({"masks": 4.0, "stack": 6.0})
    picture = Picture(b"\x89PNG", "A map <of> what it sees")
    tally.add(verdict("ada", 6.0, finding("passed", question="13.2 nats: better than any model?")))
    tally.add(verdict("bob", 2.0, finding("failed", LEAK.format(3))))
    tally.add(verdict("cy", 2.0, finding("failed", LEAK.format(12), picture=picture)))
    tally.add(verdict("di", 0.0, finding("crashed", HOSTILE)))
    rejected = verdict(HOSTILE, 0.0, status="rejected", points=0.0, exercises=(), reason=HOSTILE)
    tally.add(rejected, {"change": {"before": "10 points", "after": "0 points", "why": [HOSTILE]}})
    return tally.report("PixelCNN", ["eve"], [Pair("bob", "cy", 0.91, 0.85)])


def test_replies_that_a_check_broke_over_are_for_a_person_to_read() -> None:
    tally = Tally({"masks": 4.0, "stack": 6.0})
    broken = finding("broken", replies=(f"call f: {HOSTILE}", "call f: [nan]"))
    tally.add(verdict("eve", 0.0, broken, status="broken", reason="is_causal broke over it."))
    report = tally.report("Class", [], [])
    assert report.rows[0].concerns[1].startswith("is_causal was answered call f: <script>")
    assert report.rows[0].concerns[2] == "is_causal was answered call f: [nan]"
    page = to_html(report, "2026-01-01")
    assert "[nan]" in page and "<script>alert" not in page and "\x1b" not in page


def test_equal_mistakes_are_one_finding_with_a_picture() -> None:
    leak, crash = told().mistakes
    assert leak.students == ("bob", "cy")
    assert leak.picture is not None
    assert crash.students == ("di",)
    assert kind_of(finding("failed", LEAK.format(3))) == kind_of(finding("failed", LEAK.format(4)))


def test_answers_that_were_not_there_are_counted_by_cause() -> None:
    tally = Tally({"masks": 4.0, "stack": 6.0})
    for student, line in (("ada", 2), ("bob", 31)):
        place = f"Cell {line} stopped in line {line}."
        stop = Stop("GPU", place, f"{place} {HOSTILE}", f"There is no GPU. {HOSTILE}")
        lost = finding("crashed", f"{stop.message} `f` is not defined."), finding("crashed", place)
        made = verdict(student, 0.0, *lost)
        tally.add(replace(made, exercises=tuple(replace(e, stop=stop) for e in made.exercises)))
    report = tally.report("Class", [], [])
    (cause,) = report.mistakes
    assert cause.headline.startswith("There is no GPU.") and cause.students == ("ada", "bob")
    assert cause.exercise == "stack"
    assert "<script>alert" not in to_html(report, "2026-01-01")


def test_points_are_counted_by_exercise_for_who_was_graded() -> None:
    masks, stack = told().exercises
    assert (masks.mean, masks.median, masks.histogram[-1]) == (4.0, 4.0, 4)
    assert stack.histogram == (1, 0, 0, 2, 0, 0, 0, 0, 0, 1)
    assert told().counts == {"graded": 4, "rejected": 1, "not graded yet": 1}


def test_the_page_says_it_all_and_nothing_on_it_acts() -> None:
    html = to_html(told(), "today")
    for words in ("13.2 nats", "bob, cy", "share code", "eve", "10 points → 0 points", "91 %"):
        assert words in html
    assert html.count("<script") == 1 and "<script>alert" not in html and "\x1b" not in html
    assert 'alt="A map &lt;of&gt; what it sees"' in html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy and "default-src &#39;none&#39;" in policy[1].replace("'", "&#39;")
    assert not re.search(r"src=\"(?!data:)|href=\"(?!#)", html), "nothing is loaded from elsewhere"


def test_csv_and_json_hold_the_same_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(told()))))
    assert [row["student"] for row in rows][1:] == ["ada", "bob", "cy", "di"]
    assert rows[1]["stack"] == "6.0" and rows[0]["stack"] == ""
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    data = json.loads(to_json(told()))
    assert data["mistakes"][0]["students"] == ["bob", "cy"]
    assert data["exercises"][1]["mean"] == 2.5


RELEASED: NotebookNode = nbformat.read(ROOT / "release/pixelcnn/pixelcnn.ipynb", as_version=4)


def handed_in(student: str, notebook: NotebookNode) -> Submission:
    return submission_of(notebook, RELEASED, student, "pixelcnn")


@pytest.mark.slow
def test_copied_code_is_found_under_other_names_and_the_handout_is_no_copy() -> None:
    def only(exercise: str, notebook: NotebookNode) -> NotebookNode:
        """Return the release with the answers to one exercise."""
        for cell, empty in zip(notebook.cells, RELEASED.cells, strict=True):
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if not grade_id.startswith(exercise):
                cell.source = empty.source
        return notebook

    original = only("stack", sheet())
    renamed = only("stack", sheet())
    for cell, empty in zip(renamed.cells, RELEASED.cells, strict=True):
        if cell.source == empty.source:
            continue
        cell.source = re.sub(r"\bself\.layers\b", "self.blocks", cell.source)
        cell.source = re.sub(r"\b(hidden|above|logits)\b", r"my_\1", cell.source)
    submissions = [
        handed_in("ada", original),
        handed_in("bob", renamed),
        handed_in("cy", only("stack", sheet("right_lstm"))),
        handed_in("di", RELEASED),
        handed_in("eve", RELEASED),
    ]
    counted: list[int] = []
    (pair,) = similar_pairs(submissions, RELEASED, 0.9, counted.append)
    assert (pair.first, pair.second) == ("ada", "bob")
    assert counted == [1, 2, 3], "who wrote nothing is compared with nobody"


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_the_command_writes_three_files_and_grades_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", "for a test")
    for name in ("assignments", "solutions", "release", "course.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    for student, text in (("ada", nbformat.writes(sheet())), ("bob", "{")):
        place = tmp_path / "submitted" / student / "pixelcnn" / "pixelcnn.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(text, encoding="utf-8")
    command = ["--course", str(tmp_path), "report", "pixelcnn", "--write", str(tmp_path / "out")]
    assert main(command) == 0
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [
        ".csv",
        ".html",
        ".json",
    ]
    data = json.loads((tmp_path / "out" / "pixelcnn.json").read_text(encoding="utf-8"))
    assert data["waiting"] == ["ada"] and [row["status"] for row in data["rows"]] == ["rejected"]
    assert main(["--course", str(tmp_path), "similarity", "pixelcnn"]) == 0
    assert "No two submissions share 80 %" in capsys.readouterr().out
    with Grader(Session(load_course(tmp_path).root, "pixelcnn", "bubblewrap", "cpu")) as grader:
        assert not list(grader.verdicts.folder.glob("*"))
