"""Answers that a person reads in a handout, and cells that nbgrader could not record."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbformat import from_dict
from nbgrader.nbgraderformat import MetadataValidator

from autograder.course.assignment import Assignment
from autograder.course.config import Course, load_course
from autograder.course.exercises import ExerciseTable
from autograder.errors import CourseError, TemplateError
from autograder.handout.build import drafts
from autograder.handout.recordable import require_recordable
from autograder.handout.template import source_notebook
from tests.support.toycourse import COURSE, HANDOUT, by_name, make_course

ESSAY = "scores = 2.5\nessay = { points = 5, written = true }\n"
CELL: dict[str, Any] = {
    "grade": True, "grade_id": "essay", "locked": False, "points": 5, "schema_version": 3,
    "solution": True, "task": False,
}  # fmt: skip
TASK = {**CELL, "grade": False, "solution": False, "task": True, "locked": True}
CODE = {**CELL, "solution": False, "locked": True, "grade_id": "tests"}


def course_with(root: Path, more: str, table: str = ESSAY) -> Course:
    toml = COURSE.replace("scores = 2.5\n", table)
    return make_course(root, course=toml, handout=f"{HANDOUT}\n{more}\n")


def region(nbgrader: object, text: str = "Say why.") -> str:
    return f"<!-- #region nbgrader={json.dumps(nbgrader)} -->\n{text}\n<!-- #endregion -->\n"


def fence(nbgrader: object) -> str:
    return f"```python nbgrader={json.dumps(nbgrader)}\nassert True\n```\n"


def without(table: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name != key}


@pytest.mark.parametrize("call", ['written("essay")', 'written("essay", points=5)'])
def test_a_written_answer_is_graded_by_hand(tmp_path: Path, call: str) -> None:
    course = course_with(tmp_path, f"{{{{ {call} }}}}")
    (tmp_path / "solutions" / "toy" / "essay.md").write_text("Three points for the reason.\n")
    source, released = (by_name(notebook)["essay"] for notebook in drafts(course, "toy"))
    assert source.cell_type == released.cell_type == "markdown"
    assert {**CELL, **released.metadata.nbgrader} == released.metadata.nbgrader
    assert "Three points" in source.source and "Three points" not in released.source
    assert released.source == (
        "Write your answer in place of this line (5 points; a person reads it)."
    )
    assert "11.5 points, due" in source_notebook(course, "toy").cells[0].source


def test_it_may_be_code_and_none_of_its_rubric_is_released(tmp_path: Path) -> None:
    course = course_with(tmp_path, '{{ written("essay", code=True) }}')
    rubric = "# Plot\n\nTwo points for both axes."
    (tmp_path / "solutions" / "toy" / "essay.md").write_text(rubric)
    source, released = (by_name(notebook)["essay"] for notebook in drafts(course, "toy"))
    assert released.cell_type == "code" and released.source.startswith("# Write your code")
    assert "# Two points for both axes." in source.source and "\n" not in released.source


def test_a_line_of_a_rubric_that_got_out_is_refused(tmp_path: Path) -> None:
    course = course_with(tmp_path, '{{ written("essay") }}')
    (tmp_path / "solutions" / "toy" / "essay.md").write_text("Three points for the reason.\n")
    data = tmp_path / "assignments" / "toy" / "notes.txt"
    data.write_text("as said: Three points for the reason.")
    with pytest.raises(TemplateError, match=r"would show 1 line.*Three points"):
        drafts(course, "toy")


def test_a_bonus_and_what_is_optional_add_nothing_to_the_maximum(tmp_path: Path) -> None:
    table = "scores = { bonus = 2.5 }\nessay = { optional = true, written = true }\n"
    cells = by_name(source_notebook(course_with(tmp_path, '{{ exercise("essay") }}', table), "toy"))
    points = {n: c.metadata.nbgrader.points for n, c in cells.items() if c.metadata.nbgrader.grade}
    assert points == {"masks-grade": 4, "scores-grade": 0, "essay": 0}
    assert "2.5 bonus points, beyond the maximum" in cells["scores-grade"].source
    assert "optional, for no points" in cells["essay"].source


@pytest.mark.parametrize(
    ("table", "call", "said"),
    [
        ("scores = 2.5\n", 'written("essay", points=3)', "essay = { points = 3, written = true }"),
        (ESSAY, 'written("esay")', "Did you mean essay?"),
        (ESSAY, 'written("essay", points=6)', "says 6 points, and course.toml 5"),
        (ESSAY, 'written("masks")', "masks = { points = 4, written = true }"),
        (ESSAY, 'points("masks")', "the written answer essay stands nowhere"),
        (
            ESSAY,
            'written("essay") }}\n{{ written("essay")',
            'twice or more. Write {{ written("essay")',
        ),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence(
    tmp_path: Path, table: str, call: str, said: str
) -> None:
    course = course_with(tmp_path, f"{{{{ {call} }}}}", table)
    with pytest.raises(TemplateError) as raised:
        source_notebook(course, "toy")
    assert said in str(raised.value) and "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("cell", "name", "said"),
    [
        (region(without(TASK, "locked")), "essay", "nothing of locked"),
        (region({**TASK, "locked": False}), "essay", "has to be locked"),
        (region({**TASK, "grade": True}), "essay", "neither a grade nor a solution"),
        (region(without(TASK, "points")), "essay", "no points"),
        (fence({**TASK}), "essay", "a task is a Markdown cell"),
        (region({**CELL, "schema_version": 2}), "essay", "schema_version is 2. Write 3."),
        (region({**CELL, "schema_version": 4}), "essay", "schema_version is 4. Write 3."),
        (region(without(CELL, "schema_version")), "essay", "schema_version is 0. Write 3."),
        (region(without(CELL, "points")), "essay", "no points"),
        (region({**CELL, "points": -1}), "essay", "no points"),
        (region({**CELL, "points": "5"}), "essay", "no points"),
        (region({**CELL, "grade": "yes"}), "essay", "grade is 'yes'"),
        (region({**CELL, "solution": False}), "essay", "a Markdown cell that is graded"),
        (region({**CELL, "grade": False}), "essay", "a Markdown cell that is graded"),
        (region({**CELL, "locked": True}), "essay", "since it is locked"),
        (region({**CELL, "grade_id": ""}), "'Say why.'", "no grade_id"),
        (region(without(CELL, "grade_id")), "'Say why.'", "no grade_id"),
        (region({**CELL, "grade_id": "an essay"}), "an essay", "letters without accents"),
        (region({**CELL, "colour": 1}), "essay", "a key 'colour'"),
        (region({**CELL, "checksum": "0" * 32}), "essay", "Remove it"),
        (region({**CELL, "cell_type": "code"}), "essay", "says that it is 'code'"),
        (region(CELL) + "\n" + region(CELL), "essay", "the same grade_id"),
        (region({**CELL, "grade_id": "masks-first"}), "masks-first", "the same grade_id"),
        (region(["essay"]), "'Say why.'", "no table"),
        (region({**CELL, "grade_id": "poem"}), "poem", "poem = { points = 5, written = true }"),
        (region({**CELL, "points": 4}), "essay", "it has 4 points"),
        (fence(CODE), "tests", "no check would give its 5 points"),
    ],
)
def test_a_cell_that_nbgrader_could_not_record_is_named(
    tmp_path: Path, cell: str, name: str, said: str
) -> None:
    course = course_with(tmp_path, cell)
    with pytest.raises(TemplateError) as raised:
        drafts(course, "toy")
    message = str(raised.value)
    assert f"could not record the cell {name}: " in message and said in message
    assert "\n" not in message


@pytest.mark.parametrize("cell", [region(CELL), region(TASK), fence(CELL)])
def test_a_sound_cell_of_the_handouts_own_is_released(tmp_path: Path, cell: str) -> None:
    _, released = drafts(course_with(tmp_path, cell), "toy")
    assert by_name(released)["essay"].metadata.nbgrader.points == 5


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("{ written = true }", "essay: it has no points: write points = 10"),
        ("{ points = 5, bonus = 1 }", "Keep one of them"),
        ("{ points = 5, optional = true }", "Keep one of them"),
        ("{ points = 0, written = true }", "essay.points is 0: input should be greater than 0"),
        ("{ points = inf }", "essay.points is inf"),
        ("{ point = 5 }", "essay.point is not known. Did you mean points?"),
        ('{ points = 5, written = "yes" }', "essay.written is 'yes'"),
    ],
)
def test_a_wrong_table_of_an_exercise_is_one_sentence(
    tmp_path: Path, table: str, said: str
) -> None:
    with pytest.raises(CourseError) as raised:
        course_with(tmp_path, "", f"scores = 2.5\nessay = {table}\n")
    assert said in str(raised.value) and "\n" not in str(raised.value)


def test_the_grid_of_points_is_a_positive_number(tmp_path: Path) -> None:
    course_with(tmp_path, "")
    place = tmp_path / "course.toml"
    for wrong in ("0", "-0.5", '"half"'):
        place.write_text(f"{COURSE}[grading]\nround = {wrong}\n")
        with pytest.raises(CourseError, match=r"grading\.round is"):
            load_course(tmp_path)


KEYS = st.fixed_dictionaries(
    {},
    optional={
        "schema_version": st.sampled_from([0, 1, 2, 3, 4, "3", None, 3.5]),
        "grade": st.sampled_from([True, False, "yes", 1, None]),
        "solution": st.sampled_from([True, False, "yes"]),
        "locked": st.sampled_from([True, False, 0]),
        "task": st.sampled_from([True, False, "no"]),
        "grade_id": st.sampled_from(["essay", "", "an essay", "é", "a\n", 3, None]),
        "points": st.sampled_from([5, 0, 2.5, -1, "5", None, True]),
        "colour": st.just("red"),
        "cell_type": st.sampled_from(["markdown", "code", "pdf"]),
        "checksum": st.sampled_from(["0" * 32, "0"]),
    },
)


@settings(max_examples=400, deadline=None, database=None)
@given(KEYS, st.sampled_from(["markdown", "code", "raw"]))
@example({"grade": False, "points": -1}, "code")
@example({"grade": False, "points": None}, "code")
@example({"grade": False, "points": "5"}, "markdown")
def test_what_nbgrader_refuses_is_refused(table: dict[str, Any], kind: str) -> None:
    sound = {**CELL, **table} if len(table) < 4 else table
    cell = {"cell_type": kind, "metadata": {"nbgrader": sound}, "source": "Say why."}
    points = sound.get("points")
    told = ExerciseTable(points=points if points in (5, 2.5) else 5.0, written=True)
    assignment = Assignment.model_construct(name="toy", tables={"essay": told}, dropped=[])
    try:
        require_recordable({Path("handout"): [cell]}, assignment)
    except TemplateError:
        return
    MetadataValidator().validate_nb(from_dict({"cells": [cell]}))  # raises where it refuses
