"""An assignment of two notebooks, from build to export, by our commands and by nbgrader's own."""

import csv
import json
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from nbgrader.utils import notebook_hash

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.gradebook.publish import make_feedback
from autograder.grading.changes import read_lines
from autograder.handout.build import database_url, tell_gradebook
from autograder.runs.run import run_of
from tests.conftest import ROOT
from tests.support.exchanging import with_exchange
from tests.support.twobooks import NAMES, TOML, hand_in, make_released

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.nbgrader,
    pytest.mark.slow,
    pytest.mark.usefixtures("bubblewrap"),
    pytest.mark.xdist_group("two_notebooks"),  # one process, so that the class is graded once
]

CONFIG = (ROOT / "nbgrader_config.py").read_text()
WRONG = {"masks.first": "def first(size):\n    return size"}
EXPECTED = {
    "ada": 6.5,
    "bela": 2.5,  # a wrong first: the reference's stands in where part2 uses it
    "chiara": 4,  # part2 is missing
    "dmitri": 2.5,  # part1 is missing
    "emi": 6.5,  # names swapped
    "fred": 6.5,  # part2 under another name, and a notebook of his own
    "gina": 4,  # part2 cut off
    "hans": None,  # both cut off
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A class that has handed in, graded once by our own command."""
    root = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", "two notebooks")
        course = make_released(root)
        write_class(course)
        assert main(["--course", str(root), "grade", "toy", "--jobs", "2"]) == 0
        yield course


def write_class(course: Course) -> None:
    """Write what everybody hands in."""
    hand_in(course, "ada")
    hand_in(course, "bela", WRONG)
    hand_in(course, "chiara", named={"part1": "part1"})
    hand_in(course, "dmitri", named={"part2": "part2"})
    hand_in(course, "emi", named={"part1": "part2", "part2": "part1"})
    fred = hand_in(course, "fred", named={"part1": "part1", "part2": "homework final"})
    own = {"cells": [{"cell_type": "code", "source": "1 / 0", "metadata": {}, "outputs": []}]}
    (fred / "scratch.ipynb").write_text(json.dumps({**own, "nbformat": 4, "nbformat_minor": 5}))
    cut_off(hand_in(course, "gina") / "part2.ipynb")
    hans = hand_in(course, "hans")
    for name in NAMES:
        cut_off(hans / f"{name}.ipynb")


def cut_off(path: Path) -> None:
    path.write_text(path.read_text()[:200])


def findings(course: Course, student: str, exercise: str) -> list[dict[str, Any]]:
    """Return what was found last, messages included."""
    paths = (course.root / "verdicts").glob("*.json")
    for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        verdict = json.loads(path.read_text())
        if verdict["student"] == student:
            (found,) = (e for e in verdict["exercises"] if e["key"] == f"toy/{exercise}")
            return list(found["findings"])
    raise AssertionError(f"no verdict of {student}")


def scores(course: Course) -> dict[str, dict[str, float]]:
    """Return what the gradebook holds, by student and notebook."""
    with Gradebook(database_url(course), "toys") as gradebook:
        return {
            submission.student.id: {one.name: one.score for one in submission.notebooks}
            for submission in gradebook.assignment_submissions("toy")
        }


def page(course: Course, student: str, notebook: str) -> BeautifulSoup:
    place = course.root / "feedback" / student / "toy" / f"{notebook}.html"
    return BeautifulSoup(place.read_text(encoding="utf-8"), "html.parser")


def test_release_and_gradebook_have_each_notebook_with_its_cells(course: Course) -> None:
    assert {p.name for p in (course.root / "release" / "toy").glob("*.ipynb")} == {
        "part1.ipynb",
        "part2.ipynb",
    }
    with Gradebook(database_url(course), "toys") as gradebook:
        notebooks = gradebook.find_assignment("toy").notebooks
        cells = {one.name: [cell.name for cell in one.grade_cells] for one in notebooks}
    assert cells == {"part1": ["masks-grade"], "part2": ["scores-grade"]}
    assert main(["--course", str(course.root), "build", "--check"]) == 0


def test_points_are_of_all_notebooks_and_a_missing_one_costs_its_own(course: Course) -> None:
    lines = read_lines(course.root / "verdicts" / "toy.jsonl")
    assert {
        name: line["points"] if line["status"] == "graded" else None for name, line in lines.items()
    } == EXPECTED


@pytest.mark.parametrize(
    ("student", "exercise", "file", "words"),
    [
        ("chiara", "scores", "part2.ipynb", "was not handed in"),
        ("dmitri", "masks", "part1.ipynb", "was not handed in"),
        ("gina", "scores", "part2.ipynb", "not a notebook"),
    ],
)
def test_the_finding_names_the_file(
    course: Course, student: str, exercise: str, file: str, words: str
) -> None:
    for finding in findings(course, student, exercise):
        assert finding["outcome"] == "crashed"
        assert finding["message"].startswith(file)
        assert words in finding["message"]


def test_what_was_written_in_the_first_is_used_in_the_second(course: Course) -> None:
    (finding,) = findings(course, "bela", "scores")
    assert "in place of yours, which did not pass in exercise `masks`" in finding["message"]
    (alone,) = findings(course, "dmitri", "scores")
    assert alone["outcome"] == "passed"


def test_scores_are_recorded_at_their_notebook(course: Course) -> None:
    found = scores(course)
    assert found["ada"] == {"part1": 4, "part2": 2.5}
    assert found["chiara"] == {"part1": 4, "part2": 0}
    assert found["emi"] == {"part1": 4, "part2": 2.5}
    assert "hans" not in found


def test_feedback_is_a_page_for_each_notebook_with_a_link_to_the_other(course: Course) -> None:
    make_feedback(run_of(course), "toy")
    first, second = page(course, "chiara", "part1"), page(course, "chiara", "part2")
    assert "4 of 4 points" in first.get_text()
    assert "The others: part2 (0 of 2.5 points)." in first.get_text()
    assert first.find("a", href="part2.html") is not None
    assert "0 of 2.5 points" in second.get_text()
    assert "part2.ipynb was not handed in." in second.get_text()
    swapped = page(course, "emi", "part1")
    assert swapped.find(id="result-masks") is not None
    assert swapped.find(id="result-scores") is None


def test_the_second_run_grades_and_records_nothing_again(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--course", str(course.root), "grade", "toy"]) == 0
    assert "scratch.ipynb" in capsys.readouterr().out
    before = {p: p.stat().st_mtime_ns for p in (course.root / "autograded").rglob("*.ipynb")}
    assert len(before) == 14
    main(["--course", str(course.root), "grade", "toy"])
    assert before == {p: p.stat().st_mtime_ns for p in before}


def test_report_and_export_have_totals(course: Course, tmp_path: Path) -> None:
    at = ["--course", str(course.root)]
    assert main([*at, "report", "toy", "--write", str(tmp_path), "--no-similarity"]) == 0
    assert "gina/toy/part2.html#result-scores" in (tmp_path / "toy.html").read_text()
    nbgrader(course, "export", f"--to={tmp_path / 'grades.csv'}")
    with (tmp_path / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        name: points for name, points in EXPECTED.items() if points is not None
    }


def test_nbgrader_itself_comes_to_the_same(course: Course, tmp_path: Path) -> None:
    root = tmp_path / "other"
    made = shutil.ignore_patterns("verdicts", "autograded", "feedback", "gradebook.db")
    shutil.copytree(course.root, root, ignore=made)
    (root / "nbgrader_config.py").write_text(CONFIG)
    other = load_course(root)
    tell_gradebook(other, "toy")
    shutil.rmtree(root / "submitted" / "hans")
    nbgrader(other, "autograde", "toy", "--create")
    nbgrader(other, "generate_feedback", "toy")
    ours, theirs = scores(course), scores(other)
    fred = {"part1": 4, "part2": 0}  # nbgrader knows no file by its cells
    assert theirs == {**ours, "fred": fred}
    assert "part2.ipynb is not a notebook" in page(other, "gina", "part2").get_text()
    assert page(other, "emi", "part1").find(id="result-masks") is not None


def copied(course: Course, root: Path, toml: str) -> Course:
    """Return a copy of the graded class under another course.toml."""
    shutil.copytree(course.root, root)
    (root / "course.toml").write_text(toml)
    (root / "nbgrader_config.py").write_text(CONFIG)
    return load_course(root)


@pytest.mark.parametrize(
    ("day", "taken"), [("02", {"part1": 3.25, "part2": 0}), ("03", {"part1": 4, "part2": 2.5})]
)
def test_a_late_penalty_is_of_the_assignment(
    course: Course, tmp_path: Path, day: str, taken: dict[str, float]
) -> None:
    toml = TOML.replace("2027-03-01", "2026-10-01") + "\n[late]\nper_day = 50\n"
    late = copied(course, tmp_path / "late", toml)
    stamp = f"2026-10-{day} 11:00:00 UTC"
    (late.root / "submitted" / "ada" / "toy" / "timestamp.txt").write_text(stamp)
    assert main(["--course", str(late.root), "grade", "toy", "--student", "ada"]) == 0
    with Gradebook(database_url(late), "toys") as gradebook:
        notebooks = gradebook.find_submission("toy", "ada").notebooks
        assert {one.name: one.late_submission_penalty or 0 for one in notebooks} == taken


def test_a_file_that_comes_later_is_graded_with_the_others(course: Course, tmp_path: Path) -> None:
    later = copied(course, tmp_path / "later", TOML)
    hand_in(later, "chiara", named={"part2": "part2"})
    hand_in(later, "bela", {}, named={"part1": "part1"})
    assert main(["--course", str(later.root), "grade", "toy"]) == 0
    found = scores(later)
    assert found["chiara"] == found["bela"] == {"part1": 4, "part2": 2.5}
    line = read_lines(later.root / "verdicts" / "toy.jsonl")["chiara"]
    assert "another notebook was handed in" in line["change"]["why"]
    (alone,) = findings(later, "bela", "scores")
    assert alone["outcome"] == "passed"


@pytest.mark.filterwarnings("ignore:Exception ignored in.*timestamp.txt")  # nbgrader's
def test_each_file_in_the_exchange_gets_its_page(course: Course, tmp_path: Path) -> None:
    shared = with_exchange(copied(course, tmp_path / "shared", TOML))
    handed = {name: arrived(shared, name) for name in ("ada", "chiara", "fred")}
    main(["--course", str(shared.root), "watch", "toy", "--once", "--jobs", "1"])
    assert "4 of 4 points" in fetched(shared, handed["ada"], "part1")
    assert "2.5 of 2.5 points" in fetched(shared, handed["ada"], "part2")
    assert "part2.ipynb was not handed in." in fetched(shared, handed["chiara"], "part2")
    assert "2.5 of 2.5 points" in fetched(shared, handed["fred"], "homework final")


def arrived(course: Course, student: str) -> str:
    """Put what a student has handed in into the exchange as well; returns its secret."""
    stamp = "2026-11-20 10:00:00 UTC"
    folder = course.root / "exchange" / "toys" / "inbound" / f"{student}+toy+{stamp}+abc"
    submitted = course.root / "submitted" / student / "toy"
    shutil.copytree(submitted, folder, ignore=shutil.ignore_patterns("scratch.ipynb"))
    shutil.rmtree(submitted)
    secret = secrets.token_hex(64)
    (folder / "timestamp.txt").write_text(stamp)
    (folder / "submission_secret.txt").write_text(secret)
    return secret


def fetched(course: Course, secret: str, notebook: str) -> str:
    """Return the text of the page that a student fetches for a file of this name."""
    name = notebook_hash(secret=secret, notebook_id=notebook)
    place = course.root / "exchange" / "toys" / "feedback" / f"{name}.html"
    return BeautifulSoup(place.read_text(), "html.parser").get_text()


def nbgrader(course: Course, *words: str) -> None:
    """Run nbgrader's own command in the course."""
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
