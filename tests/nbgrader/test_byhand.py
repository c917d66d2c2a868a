"""An essay, a bonus and an optional exercise, from the handout to the export: one total."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.apps import ExportApp

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.gradebook.publish import make_feedback
from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.runs.run import run_of
from tests.support.byhand import (
    ANSWERS,
    ESSAY,
    RUBRIC,
    give,
    hand_in,
    make_byhand,
    make_essay,
    totals_in_nbgrader,
)
from tests.support.toycourse import by_name, read_notebook

pytestmark = [pytest.mark.nbgrader, pytest.mark.sandbox, pytest.mark.xdist_group("byhand")]

# The checks decide about masks, of 4 points, and scores, a bonus of 2.5. Bela's mask passes one
# check of two. Dmitri is a day late: 10 % of 9 points, rounded to halves.
TALK = "talk = { points = 2, written = true }"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", "by hand")
        patch.setenv("COLUMNS", "200")
        yield make_byhand(tmp_path_factory.mktemp("byhand") / "course")


def nbgrader_export(*words: str) -> None:
    """Run `nbgrader export` in this process."""
    ExportApp.clear_instance()
    app = ExportApp.instance()
    try:
        with quiet_nbgrader():
            app.initialize(list(words))
            app.start()
    finally:
        app.close_handlers()
        ExportApp.clear_instance()


def run(course: Course, *words: str) -> None:
    assert main(["--course", str(course.root), *words]) == 0


def table(text: str) -> dict[str, list[str]]:
    """Return the rows of the table of a class by student."""
    rows = (re.split(r" {2,}", line.strip()) for line in text.splitlines())
    return {row[0]: row[1:] for row in rows if row[0] in ANSWERS and len(row) >= 6}


def plain_table(text: str) -> dict[str, list[str]]:
    """Return the rows of the table of an assignment of one exercise."""
    rows = (re.split(r" {2,}", line.strip()) for line in text.splitlines())
    return {row[0]: row[1:] for row in rows if row[0] in ANSWERS and len(row) == 3}


def report(course: Course) -> dict[str, dict[str, str]]:
    run(course, "report", "toy", "--no-similarity", "--write", str(course.root / "reports"))
    text = (course.root / "reports" / "toy.csv").read_text()
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


def exported(course: Course, most: str = "9") -> dict[str, str]:
    place = course.root / "canvas.csv"
    run(course, "export", "toy", "--to", "canvas", "--into", str(place))
    rows = list(csv.reader(io.StringIO(place.read_text())))
    assert rows[1][-1] == most  # points possible: neither the bonus nor what is optional
    return {row[0]: row[-1] for row in rows[2:]}


def plainly_exported(course: Course, patch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the scores that `nbgrader export` itself writes."""
    patch.chdir(course.root)
    nbgrader_export("--assignment", "[toy]")
    rows = csv.DictReader(io.StringIO((course.root / "grades.csv").read_text()))
    return {row["student_id"]: row["score"] for row in rows}


def pages(course: Course) -> dict[str, str]:
    return {page.parts[-3]: page.read_text() for page in make_feedback(run_of(course), "toy")}


def headline(page: str) -> tuple[str, str]:
    """Return the points on top of a feedback page, and of how many they are."""
    found = re.search(r'<p class="total"><strong>([^<]*)</strong> of (\S+) points', page)
    assert found, page[:2000]
    return found[1], found[2]


def test_1_the_handout_has_its_cells_and_no_rubric(course: Course) -> None:
    released = read_notebook(course.root / "release" / "toy" / "toy.ipynb")
    cells = by_name(released)
    assert cells["essay"].cell_type == "markdown" and "a person reads it" in cells["essay"].source
    points = {name: c.metadata.nbgrader.get("points") for name, c in cells.items()}
    assert points["essay"] == 5 and points["masks-grade"] == 4
    assert points["scores-grade"] == points["warmup-grade"] == 0
    assert "2.5 bonus points" in cells["scores-grade"].source
    assert "9 points" in released.cells[0].source + released.cells[1].source
    source = read_notebook(course.root / "source" / "toy" / "toy.ipynb")
    assert RUBRIC in by_name(source)["essay"].source
    for path in (course.root / "release").rglob("*"):
        assert path.is_dir() or RUBRIC[:20].encode() not in path.read_bytes()


def test_1_a_self_check_says_what_waits(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(course.root / "release" / "toy", tmp_path / "toy")
    mine = tmp_path / "toy" / "toy.ipynb"
    shutil.copyfile(course.root / "submitted" / "ada" / "toy" / "toy.ipynb", mine)
    assert main(["check", str(mine)]) == 0
    out = capsys.readouterr().out
    assert "essay: not graded yet. A person reads this answer" in out and out.count("✓") == 2
    assert main(["check", str(mine), "--exercise", "warmup"]) == 0
    assert "essay" not in capsys.readouterr().out


def test_2_what_nobody_has_read_is_no_0(
    course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(course, "grade", "toy")
    out = capsys.readouterr().out
    assert "+2.5" in out and "optional" in out and "/9" in out and "unread: not graded" in out
    rows = table(out)
    assert rows["ada"] == ["4", "2.5", "1/1", "unread", "6.5 + unread"]
    assert rows["bela"] == ["2", "0", "1/1", "unread", "2 + unread"]
    assert rows["chiara"] == ["4", "2.5", "0/1", "0", "6.5"]  # the cell is as it was handed out
    assert rows["dmitri"] == ["4", "2.5", "1/1", "unread", "5.5 (late −1) + unread"]

    told = report(course)
    assert {name: row["points"] for name, row in told.items()} == {
        "ada": "", "bela": "", "chiara": "6.5", "dmitri": "",
    }  # fmt: skip
    assert told["ada"]["essay"] == "" and told["ada"]["not graded yet"] == "essay"
    page = (course.root / "reports" / "toy.html").read_text()
    assert "<strong>6.5</strong>mean of 9 points, 1 of 4 students" in page
    assert "Not graded yet: <strong>essay</strong> of ada, bela, dmitri" in page
    summary = json.loads((course.root / "reports" / "toy.json").read_text())
    essay = next(one for one in summary["exercises"] if one["name"] == "essay")
    assert essay["points"] == [0]  # of chiara alone

    capsys.readouterr()
    assert exported(course) == {"ada": "", "bela": "", "chiara": "6.5", "dmitri": ""}
    said = capsys.readouterr().err
    assert "toy, empty until formgrader has points for essay: ada, bela, dmitri." in said

    scores = plainly_exported(course, monkeypatch)
    assert scores == {"ada": "", "bela": "", "chiara": "6.5", "dmitri": ""}

    shown = pages(course)
    assert headline(shown["ada"]) == ("6.5", "4") and headline(shown["chiara"]) == ("6.5", "9")
    assert "not graded yet" in shown["ada"] and "0 of 5" not in shown["ada"]
    assert "2.5 of 2.5 bonus points" in shown["ada"] and "not graded yet" not in shown["chiara"]
    assert "This exercise is optional" in shown["chiara"]
    assert not [name for name, page in shown.items() if RUBRIC[:20] in page]


def test_3_all_places_have_one_total(
    course: Course, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for student, points in (("ada", 4.25), ("bela", 5), ("dmitri", 3)):
        give(course, student, "essay", manual_score=points)
    give(course, "ada", "masks-grade", extra_credit=1, comment=None)
    give(course, "bela", "masks-grade", manual_score=3.5)
    give(course, "bela", "masks-first", comment="Well <argued>.")
    expected = {"ada": 11.75, "bela": 8.5, "chiara": 6.5, "dmitri": 8.5}

    run(course, "grade", "toy")
    out = capsys.readouterr().out
    rows = table(out)
    assert rows["ada"] == ["5*", "2.5", "1/1", "4.25*", "11.75*"]
    assert rows["bela"] == ["3.5*", "0", "1/1", "5*", "8.5*"]
    assert rows["dmitri"] == ["4", "2.5", "1/1", "3*", "8.5* (late −1)"]
    assert "ada  masks extra credit 1; essay 4.25\n" in out
    assert "bela  masks 3.5 in place of 2; essay 5; comments on masks\n" in out

    told = report(course)
    assert {name: float(row["points"]) for name, row in told.items()} == expected
    assert told["bela"]["by a person"] == "masks, essay"
    assert told["bela"]["comments"] == "masks: Well <argued>."
    page = (course.root / "reports" / "toy.html").read_text()
    assert "Well &lt;argued&gt;." in page and "3.5*" in page
    assert f"<strong>{sum(expected.values()) / 4:.1f}</strong>mean of 9 points" in page
    summary = json.loads((course.root / "reports" / "toy.json").read_text())
    masks = next(one for one in summary["exercises"] if one["name"] == "masks")
    assert sorted(masks["points"]) == [3.5, 4, 4, 5]

    capsys.readouterr()
    assert {name: float(points) for name, points in exported(course).items()} == expected
    assert "more than 9 points, by a bonus or extra credit: ada." in capsys.readouterr().err
    scores = plainly_exported(course, monkeypatch)
    assert {name: float(one) for name, one in scores.items()} == expected
    assert totals_in_nbgrader(course) == {name: (one, 9) for name, one in expected.items()}
    shown = pages(course)
    tops = {name: headline(page) for name, page in shown.items()}
    assert tops == {name: (f"{one:g}", "9") for name, one in expected.items()}
    assert "points changed by a person" in shown["bela"]


def test_4_grading_again_keeps_what_a_person_gave(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    before = totals_in_nbgrader(course)
    hand_in(course, "bela", {"essay": ESSAY + " And more.", "masks.first": "first = None"})
    run(course, "grade", "toy", "--regrade")
    out = capsys.readouterr().out
    rows = table(out)
    assert rows["bela"][0] == "3.5*" and rows["bela"][3] == "5*"
    assert "essay 5 (recorded again since: look at it)" in out
    after = totals_in_nbgrader(course)
    assert {**after, "bela": None} == {**before, "bela": None}
    assert {name: float(row["points"]) for name, row in report(course).items()} == {
        name: points for name, (points, _) in after.items()
    }


def test_5_points_that_come_after_the_close_are_lost_on_every_page(course: Course) -> None:
    place = course.root / "course.toml"
    place.write_text(place.read_text() + "closed_after_days = 0\n")
    late = load_course(course.root)
    give(late, "dmitri", "essay", manual_score=5)
    assert headline(pages(late)["dmitri"]) == ("0", "9")  # though nobody has graded in between
    assert exported(late)["dmitri"] == "0"


def test_6_rounding_is_of_every_exercise_and_penalty(course: Course, tmp_path: Path) -> None:
    lines = (course.root / "verdicts" / "toy.jsonl").read_text().splitlines()
    points = [one["points"] for line in lines for one in json.loads(line)["exercises"]]
    assert points and all(one * 2 == round(one * 2) for one in points)


def test_7_a_task_of_nbgraders_own_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is a cell that tells what to do anywhere below it; a person gives its points."""
    monkeypatch.setenv("AUTOGRADER_SECRET", "by hand")
    course = make_byhand(tmp_path / "course")
    task = {"grade": False, "solution": False, "task": True, "locked": True, "points": 2}
    nbgrader = json.dumps({**task, "grade_id": "talk", "schema_version": 3})
    handout = course.handout("toy")
    handout.write_text(
        handout.read_text()
        + f"\n<!-- #region nbgrader={nbgrader} -->\nTalk.\n<!-- #endregion -->\n"
    )
    toml = course.root / "course.toml"
    toml.write_text(toml.read_text().replace("warmup =", f"{TALK}\nwarmup ="))
    run(course, "build", "toy")
    run(course, "grade", "toy")
    row = table(capsys.readouterr().out)["chiara"]
    assert row == ["4", "2.5", "unread", "0/1", "0", "6.5 + unread"]
    give(course, "chiara", "talk", manual_score=1.5)
    assert exported(course, most="11")["chiara"] == "8"
    assert totals_in_nbgrader(course)["chiara"] == (8, 11)
    assert headline(pages(course)["chiara"]) == ("8", "11")


def test_8_an_assignment_may_be_read_by_a_person_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", "by hand")
    course = make_essay(tmp_path / "course")
    run(course, "grade", "toy")
    assert {name: row[-1] for name, row in plain_table(capsys.readouterr().out).items()} == {
        "ada": "0 + unread",
        "chiara": "0",
    }
    run(course, "export", "toy", "--to", "canvas", "--into", str(tmp_path / "canvas.csv"))
    assert "empty until formgrader has points for essay: ada." in capsys.readouterr().err
    give(course, "ada", "essay", manual_score=4)
    before = (course.root / "autograded" / "ada" / "toy" / "toy.ipynb").stat().st_mtime_ns
    run(course, "grade", "toy")
    assert plain_table(capsys.readouterr().out)["ada"] == ["4*", "4*"]
    after = (course.root / "autograded" / "ada" / "toy" / "toy.ipynb").stat().st_mtime_ns
    assert before == after  # nothing has changed, so nbgrader need not record it again
    assert headline(pages(course)["ada"]) == ("4", "5")
