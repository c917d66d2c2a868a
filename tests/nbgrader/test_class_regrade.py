"""Graded again: what is unchanged costs nothing, a change touches what it touches, and is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.course.dependencies import files_of
from autograder.handout.build import build, database_url
from tests.conftest import ROOT
from tests.support.toyclass import (
    ENVIRONMENT,
    Stage,
    gradebook,
    graded_times,
    hand_in,
    keep,
    lines,
    reset,
    verdicts,
)
from tests.support.toycourse import read_notebook
from tests.support.transports import wait_until

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("regrade")]

STUDENTS = ("ada", "bela", "chiara", "dmitri", "emi")
WRONG = {"masks.first": "def first(size):\n    return 0"}


@pytest.fixture(scope="module")
def graded(acting: Stage) -> str:
    """The state of the class when it is graded once."""
    course = reset(acting.root)
    assert acting.run().code == 0
    assert len(graded_times(course)) == 10
    (acting.root / ".graded").unlink()
    keep(acting.root, "graded")
    return "graded"


@pytest.fixture
def course(acting: Stage, graded: str) -> Course:
    """The class, graded once."""
    return reset(acting.root, graded)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def recorded(course: Course) -> dict[str, int]:
    """When each student was recorded, by the notebook that nbgrader wrote."""
    found = (course.root / "autograded").glob("*/toy/toy.ipynb")
    return {path.parts[-3]: path.stat().st_mtime_ns for path in found}


def test_an_unchanged_class_costs_nothing(acting: Stage, course: Course) -> None:
    before = gradebook(course), recorded(course), verdicts(course)
    assert set(before[1]) == set(STUDENTS)
    ended = acting.run()
    assert ended.code == 0 and "not what the run before said" not in ended.out
    assert (gradebook(course), recorded(course), verdicts(course)) == before
    assert graded_times(course) == []


def test_another_language_grades_nobody_and_records_everybody(
    acting: Stage, course: Course
) -> None:
    before = gradebook(course), recorded(course)
    edit(course.root / "course.toml", "[course]", '[course]\nlanguage = "he"')
    assert acting.run().code == 0
    assert graded_times(course) == [] and gradebook(course) == before[0]
    again = recorded(course)
    assert all(again[student] > before[1][student] for student in STUDENTS)
    notebook = course.root / "autograded" / "ada" / "toy" / "toy.ipynb"
    assert "בדיקות שעברו" in notebook.read_text(encoding="utf-8")
    assert acting.run().code == 0 and recorded(course) == again


EDITS = {
    "a check": ("assignments/toy/checks/scores.py", "It is another score.", "It is not the score."),
    "a solution": ("solutions/toy/scores.py", "/ 4", "/ 2"),
    "a parameter": ("course.toml", "shift = 4", "shift = 5"),
    "its points": ("course.toml", "scores = 2.5", "scores = 3"),
}


@pytest.mark.parametrize("what", EDITS)
def test_a_change_regrades_the_exercises_that_it_touches(
    acting: Stage, course: Course, what: str
) -> None:
    name, old, new = EDITS[what]
    edit(course.root / name, old, new)
    assert acting.run("--no-gradebook").code == 0
    again = sorted(one.rpartition("/")[0] for one in graded_times(course))
    # Solutions and parameters are the assignment's: any check of it may use them.
    touched = ["masks", "scores"] if what in ("a solution", "a parameter") else ["scores"]
    assert again == [f"{student}/toy/{name}" for student in STUDENTS for name in touched]
    whole = [line["exercises"] for line in lines(course).values() if line["exercises"]]
    assert [len(exercises) for exercises in whole] == [2] * 5


def test_a_solution_that_others_import_touches_these_too(acting: Stage, course: Course) -> None:
    edit(course.root / "solutions" / "toy" / "masks.py", "[size, 2]", "[2, size]")
    assert acting.run("--no-gradebook").code == 0
    assert len(graded_times(course)) == 10


def test_a_new_file_regrades_what_follows_its_change(acting: Stage, course: Course) -> None:
    hand_in(course, "ada", {"scores.score": "def score(size):\n    return 0"})
    assert acting.run("--no-gradebook").code == 0
    assert [one.rpartition("/")[0] for one in graded_times(course)] == ["ada/toy/scores"]


def test_whose_points_changed_and_why_is_told(acting: Stage, course: Course) -> None:
    edit(course.root / "solutions" / "toy" / "scores.py", "/ 4", "/ 2")
    hand_in(course, "emi", WRONG)
    ended = acting.run()
    said = ended.out.partition("Points that are not what the run before said: 3")[2]
    because = "(its checks, solution, parameters or limits changed)"
    assert f"ada  6.5 → 4: scores 2.5 → 0 {because}\n" in said
    assert f"emi  2 → 0: another notebook was handed in; masks 2 → 0 {because}\n" in said
    assert "bela" not in said
    assert gradebook(course)["ada", "scores-grade"][0] == 0
    assert "run before" not in acting.run().out


def test_what_a_person_gave_survives(acting: Stage, course: Course) -> None:
    def grade(opened: Any) -> Any:
        return opened.find_grade("masks-grade", "toy", "toy", "ada")

    def comment(opened: Any) -> Any:
        return opened.find_comment("masks-first", "toy", "toy", "ada")

    with Gradebook(database_url(course), "toys") as opened:
        grade(opened).manual_score, grade(opened).extra_credit = 3.5, 0.5
        comment(opened).manual_comment = "Well argued."
        opened.db.commit()
    before = recorded(course)
    hand_in(course, "ada", WRONG)
    assert acting.run().code == 0
    assert recorded(course)["ada"] > before["ada"]
    with Gradebook(database_url(course), "toys") as opened:
        assert (grade(opened).auto_score, grade(opened).manual_score) == (0, 3.5)
        assert grade(opened).extra_credit == 0.5 and grade(opened).needs_manual_grade
        assert comment(opened).manual_comment == "Well argued."


def test_a_lost_gradebook_is_written_again_from_the_verdicts(acting: Stage, course: Course) -> None:
    before = gradebook(course)
    (course.root / "gradebook.db").unlink()
    assert acting.run().code == 0
    assert gradebook(course) == before
    assert graded_times(course) == []


def test_a_time_of_handing_in_is_recorded_without_grading(acting: Stage, course: Course) -> None:
    before = recorded(course)
    stamp = course.root / "submitted" / "ada" / "toy" / "timestamp.txt"
    stamp.write_text("2027-03-02 11:00:00 UTC")
    assert acting.run().code == 0
    after = recorded(course)
    assert [student for student in after if after[student] != before[student]] == ["ada"]
    assert graded_times(course) == []


def test_a_file_that_is_rejected_later_keeps_the_earlier_score(
    acting: Stage, course: Course
) -> None:
    (course.root / "submitted" / "ada" / "toy" / "toy.ipynb").write_text("{")
    ended = acting.run()
    assert ended.code == 0
    assert "ada: the present file has no points; nbgrader keeps the earlier 6.5." in ended.out
    assert "ada  6.5 → rejected: another notebook was handed in; toy.ipynb is not" in ended.out
    assert gradebook(course)["ada", "masks-grade"][0] == 4


def test_a_course_edited_while_it_is_graded_is_refused(acting: Stage, course: Course) -> None:
    edit(course.root / "solutions" / "toy" / "masks.py", "[size, 2]", "[2, size]")
    acting.begin("--jobs", "1", "--no-gradebook")
    wait_until(lambda: bool(graded_times(course)), "nothing was graded")
    edit(course.checks("toy") / "scores.py", "another", "a wrong")
    ended = acting.end()
    assert ended.code == 2
    assert "Files of toy were changed while it was being graded." in ended.err
    assert "Traceback" not in ended.err
    assert acting.run("--no-gradebook").code == 0
    assert len({line["course_sha256"] for line in lines(course).values()}) == 1
    assert len({e["sha256"] for v in lines(course).values() for e in v["exercises"]}) == 2


def test_json_gives_a_line_for_each_verdict_and_nothing_else(acting: Stage, course: Course) -> None:
    hand_in(course, "emi", WRONG)
    ended = acting.run("--json")
    said = {line["student"]: line for line in map(json.loads, ended.out.splitlines())}
    assert set(said) == {*STUDENTS, "zoe"}
    assert said["ada"]["points"] == 6.5 and said["ada"]["change"] is None
    assert said["emi"]["change"] == {
        "before": "2",
        "after": "0",
        "why": ["another notebook was handed in", "masks 2 → 0"],
    }


def test_pruning_takes_what_was_replaced_and_nothing_that_a_run_needs(
    acting: Stage,
    course: Course,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", ENVIRONMENT["AUTOGRADER_SECRET"])
    kept = files(course)
    hand_in(course, "emi", WRONG)
    (course.root / "submitted" / "ada" / "toy" / "toy.ipynb").write_text("{")
    assert acting.run().code == 0
    before, held = files(course), gradebook(course)
    prune = ["--course", str(course.root), "prune"]
    for words in (["--days", "0", "--dry-run"], [], ["--days", "0", "--submitted", "/nowhere"]):
        assert main([*prune, *words]) == 0
        assert files(course) == before
    said = capsys.readouterr().out.splitlines()
    assert [line.split(" superseded")[0] for line in said] == [
        "Would remove 5", "Removed 0", "Removed 0",
    ]  # fmt: skip
    assert "nobody has handed in there: toy" in said[2]
    assert main([*prune, "--days", "0"]) == 0
    gone = before - files(course)
    # emi's verdict and two exercises, and those exercises of ada whose verdict stays
    assert len(gone) == 5 and gone <= kept
    graded = graded_times(course)
    assert acting.run().code == 0
    assert (gradebook(course), graded_times(course)) == (held, graded)
    edit(course.checks("toy") / "scores.py", "It is another score.", "It is not it.")
    assert acting.run().code == 0
    again = sorted(one.rpartition("/")[0] for one in graded_times(course)[len(graded) :])
    assert again == [f"{student}/toy/scores" for student in STUDENTS if student != "ada"]


def files(course: Course) -> set[Path]:
    return {path for path in (course.root / "verdicts").rglob("*") if path.is_file()}


def test_quiet_says_nothing_when_nothing_is_amiss(acting: Stage, course: Course) -> None:
    ended = acting.run("--quiet")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_one_student_graded_leaves_the_lines_of_the_others(acting: Stage, course: Course) -> None:
    hand_in(course, "emi", WRONG)
    chosen = course.root / "chosen.jsonl"
    assert acting.run("--student", "emi", "--verdicts", str(chosen)).code == 0
    assert [json.loads(line)["student"] for line in chosen.read_text().splitlines()] == ["emi"]
    assert set(lines(course)) == {*STUDENTS, "zoe"}
    assert lines(course)["emi"]["points"] == 0


def test_regrading_grades_everything_and_changes_nothing(acting: Stage, course: Course) -> None:
    before = gradebook(course), recorded(course), verdicts(course)
    assert acting.run("--regrade").code == 0
    assert len(graded_times(course)) == 10
    assert (gradebook(course), recorded(course), verdicts(course)) == before


def test_an_exercise_rests_on_its_own_checks_and_all_solutions() -> None:
    files = files_of(load_course(ROOT), "pixelcnn", "masks")
    names = {path.relative_to(ROOT).as_posix() for path in files}
    checks, solutions = "assignments/pixelcnn/checks", "solutions/pixelcnn"
    assert {f"{checks}/masks.py", f"{checks}/mask_answers.py", f"{solutions}/vae.py"} <= names
    assert "assignments/pixelcnn/digits.npz" in names and f"{checks}/vae.py" not in names
    assert not [name for name in names if name.endswith((".png", ".po", ".mo", ".j2"))]


def test_a_late_policy_counts_without_grading_again(acting: Stage, course: Course) -> None:
    place = course.root / "course.toml"
    (course.root / "submitted/ada/toy/timestamp.txt").write_text("2027-03-03 13:00:00 +0100")
    place.write_text(place.read_text() + "[late]\nper_day = 10\n")
    assert "penalties" not in acting.run().out  # nbgrader asked for it itself, in recording
    edit(place, "per_day = 10", "per_day = 10\nbudget_days = 1")
    assert "ada  toy: −1.3 → −0.65, 2 days late, 1 of them free" in acting.run().out
    assert graded_times(course) == []


def test_a_dropped_exercise_is_worth_nothing(acting: Stage, course: Course) -> None:
    title = 'title = "A toy"\n'
    edit(course.root / "course.toml", title, f'{title}dropped = ["scores"]\n')
    assert "did not record 5" in acting.run("--json").err  # the release still has its points
    build(load_course(course.root), "toy")
    assert acting.run().code == 0
    assert not [one for one in graded_times(course) if "/toy/masks/" in one]
    with Gradebook(database_url(course), "toys") as opened:
        found = opened.find_submission("toy", "chiara")  # whose score() fails
        assert (found.score, found.max_score) == (4, 4)
    notebook = read_notebook(course.root / "autograded/chiara/toy/toy.ipynb")
    outputs = [json.dumps(cell.get("outputs", [])) for cell in notebook.cells]
    assert sum("This exercise was withdrawn" in shown for shown in outputs) == 1
