"""What people do besides answering: what is right keeps its points, and what stopped is named."""

from copy import deepcopy

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.cli.table import first_to_look_at
from autograder.course.config import load_course
from autograder.course.known import answer_sheet
from autograder.course.options import Limits
from autograder.diagnosis.stops import asked_of_a_person
from autograder.grading.exam import Exam, load_exam
from autograder.grading.exercise import grade_exercise
from autograder.records.verdict import ExerciseVerdict, Finding, Verdict
from autograder.submission.read import submission_of
from tests.conftest import ROOT, Boxes
from tests.habits.causes import RIGHT, WRONG, Habit

ANSWER = "likelihood-bernoulli_nll"
QUICK = Limits(call_seconds=2, idle_seconds=2, cpu_seconds=60)


@pytest.fixture(scope="module")
def exam(boxes: Boxes) -> Exam:
    return load_exam(load_course(ROOT), "pixelcnn")


@pytest.fixture(scope="module")
def sheet(exam: Exam) -> NotebookNode:
    return answer_sheet(exam.course, "pixelcnn", exam.released)


def place_of(notebook: NotebookNode, grade_id: str) -> int:
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return ids.index(grade_id)


def written(sheet: NotebookNode, habit: Habit) -> NotebookNode:
    notebook = deepcopy(sheet)
    if habit.first:
        imports = next(cell for cell in notebook.cells if "import torch" in cell.source)
        imports.source = f"{habit.first}\n{imports.source}"
    place = place_of(notebook, ANSWER)
    answer = notebook.cells[place]
    answer.source = answer.source.replace(*habit.swap, 1) if habit.swap[0] else answer.source
    if habit.uses:
        answer.source += (
            "\n\nplain_nll = bernoulli_nll\n\ndef bernoulli_nll(logits, x):\n"
            f"    {habit.uses}\n    return plain_nll(logits, x)\n"
        )
    answer.source += f"\n\n{habit.answer}" if habit.answer else ""
    if habit.own:
        notebook.cells.insert(place, new_code_cell(habit.own))
    return notebook


def graded(exam: Exam, boxes: Boxes, notebook: NotebookNode) -> ExerciseVerdict:
    submission = submission_of(notebook, exam.released, "ada", "pixelcnn")
    exercise = next(one for one in exam.exercises if one.name == "likelihood")
    verdict, _ = grade_exercise(exam, submission, exercise, boxes.get("bubblewrap", QUICK))
    return verdict


def named(habit: Habit) -> str:
    return habit.name


@pytest.mark.sandbox
@pytest.mark.parametrize("habit", RIGHT, ids=named)
def test_a_right_answer_loses_nothing(
    habit: Habit, exam: Exam, sheet: NotebookNode, boxes: Boxes
) -> None:
    verdict = graded(exam, boxes, written(sheet, habit))
    told = [(one.title, one.message) for one in verdict.findings if one.outcome != "passed"]
    assert (verdict.points, told) == (verdict.max_points, [])


@pytest.mark.sandbox
@pytest.mark.parametrize("habit", WRONG, ids=named)
def test_the_cause_is_told_first(
    habit: Habit, exam: Exam, sheet: NotebookNode, boxes: Boxes
) -> None:
    notebook = written(sheet, habit)
    verdict = graded(exam, boxes, notebook)
    crashed = next(one for one in verdict.findings if one.outcome == "crashed")
    table = first_to_look_at(verdict_of(exam, verdict))
    for words in habit.says:
        assert words in crashed.message and words in table, crashed.message
    assert crashed.headline.startswith("No answer to: ")
    assert "cell cell" not in crashed.message
    if habit.line:
        number = place_of(notebook, ANSWER)  # counted from 1, the cell before the answer's
        assert crashed.message.startswith(f"Cell {number} stopped in line {habit.line}.")
        assert table.startswith(f"likelihood: Cell {number} stopped in line {habit.line}.")


def verdict_of(exam: Exam, *exercises: ExerciseVerdict) -> Verdict:
    return Verdict(
        "pixelcnn", "ada", "graded", 0.0, 100.0, "1", "2", "cpu", {}, 1.0, tuple(exercises)
    )


@pytest.mark.sandbox
def test_an_own_cell_that_stopped_is_not_blamed_for_a_wrong_answer(
    exam: Exam, sheet: NotebookNode, boxes: Boxes
) -> None:
    wrong = Habit("wrong", own="raise ValueError('mine')", uses="return logits.sum((1, 2, 3))")
    verdict = graded(exam, boxes, written(sheet, wrong))
    assert verdict.stop is None and verdict.points < verdict.max_points
    failed = next(one for one in verdict.findings if one.outcome == "failed")
    assert "stopped" not in failed.message and failed.headline == failed.title


@pytest.mark.sandbox
def test_a_stand_in_for_a_module_is_no_answer(
    exam: Exam, sheet: NotebookNode, boxes: Boxes
) -> None:
    cheat = Habit("cheat", answer="from solutions import bernoulli_nll")
    verdict = graded(exam, boxes, written(sheet, cheat))
    asked = [one for one in verdict.findings if "bernoulli_nll" in one.title]
    assert asked and all(one.outcome in ("crashed", "skipped") for one in asked)


def finding(outcome: str, message: str = "") -> Finding:
    return Finding("c", "A title", outcome, 1.0, message, True)  # type: ignore[arg-type]


def test_a_submission_of_which_nothing_ran_is_a_question() -> None:
    nothing = (
        ExerciseVerdict(
            "pixelcnn/masks", 0.0, 4.0, (finding("skipped"), finding("crashed", "No."))
        ),
        ExerciseVerdict("pixelcnn/stack", 0.0, 4.0, (finding("crashed", "No."),)),
    )
    asked = [f.question for one in asked_of_a_person(nothing) for f in one.findings if f.question]
    assert len(asked) == 1 and "nothing of this submission ran" in asked[0]
    answered = (*nothing, ExerciseVerdict("pixelcnn/vae", 0.0, 4.0, (finding("failed", "Wrong."),)))
    assert asked_of_a_person(answered) == answered
    unwritten = (ExerciseVerdict("pixelcnn/vae", 0.0, 4.0, (finding("failed", "x"),)),)
    assert asked_of_a_person(unwritten) == unwritten


def test_the_habits_are_many_and_differ() -> None:
    assert len({habit.name for habit in (*RIGHT, *WRONG)}) == len(RIGHT) + len(WRONG) >= 45
