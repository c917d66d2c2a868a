"""A course with a bonus, an optional exercise and a written answer, and a class of four."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet, filled
from autograder.grading.released import read_release
from autograder.handout.build import build, database_url
from autograder.handout.nbgrader_steps import quiet_nbgrader
from tests.conftest import ROOT
from tests.support.toyclass import CHECKS
from tests.support.toycourse import COURSE, HANDOUT, make_course

TABLES = """\
masks = 4
scores = { bonus = 2.5 }
warmup = { optional = true }
essay = { points = 5, written = true }
"""
MORE = """
{{ exercise("warmup") }}

Why is it causal? {{ points("essay") }} points.

{{ written("essay") }}
"""
RUBRIC = "Two points for the order of the pixels, three for the mask that keeps it."
WARMUP = '''"""Reference of toy/warmup."""


def nothing() -> int:
    """Return nothing."""
    ### BEGIN SOLUTION
    no_value_at_all = 0
    return no_value_at_all
    ### END SOLUTION
'''
WARMUP_CHECKS = '''"""Checks of toy/warmup."""

from autograder.checking.check import Context, Failed, check
from autograder.checking.student import Student


@check(visible=True)
def is_nothing(student: Student, ctx: Context) -> None:
    """It is nothing"""
    if student.call_plain("nothing") != 0:
        raise Failed("It is something.")
'''
ESSAY = "Each pixel sees those before it alone."
ANSWERS: dict[str, dict[str, str]] = {
    "ada": {"essay": ESSAY},
    "bela": {"essay": ESSAY, "masks.first": "def first(size):\n    return 6"},
    "chiara": {"warmup.nothing": "def nothing():\n    return 1"},  # who has not written anything
    "dmitri": {"essay": ESSAY},  # who is a day late
}


def make_byhand(root: Path) -> Course:
    """Write the course with its release, and a class that has handed in."""
    handout = HANDOUT.replace("import math", "import math\nfrom functools import cache") + MORE
    make_course(root, handout=handout)
    (root / "solutions" / "toy" / "warmup.py").write_text(WARMUP)
    (root / "solutions" / "toy" / "essay.md").write_text(RUBRIC)
    toml = COURSE.replace("masks = 4\nscores = 2.5\n", TABLES) + "shift = 4\n"
    toml += "[grading]\nround = 0.5\n[late]\nper_day = 10\n"
    (root / "course.toml").write_text(toml)
    shutil.copyfile(ROOT / "nbgrader_config.py", root / "nbgrader_config.py")
    course = load_course(root)
    course.checks("toy").mkdir()
    for name, text in {**CHECKS, "warmup": WARMUP_CHECKS}.items():
        (course.checks("toy") / f"{name}.py").write_text(text)
    build(course, "toy")
    for student, answers in ANSWERS.items():
        hand_in(course, student, answers, late=student == "dmitri")
    return course


def make_essay(root: Path) -> Course:
    """Write a course whose assignment is one written answer, and two who have handed it in."""
    handout = '# {{ title }}\n\nWhy is it causal?\n\n{{ written("essay") }}\n'
    toml = COURSE.replace("masks = 4\nscores = 2.5\n", "essay = { points = 5, written = true }\n")
    course = make_course(root, handout=handout, course=toml)
    build(course, "toy")
    hand_in(course, "ada", {"essay": ESSAY})
    hand_in(course, "chiara", {})
    return course


def hand_in(course: Course, student: str, answers: dict[str, str], *, late: bool = False) -> None:
    """Write a student's notebook: the reference's answers but for these."""
    sheet = filled(answer_sheet(course, "toy", read_release(course.root, "toy", "toy")), answers)
    place = course.root / "submitted" / student / "toy"
    place.mkdir(parents=True, exist_ok=True)
    (place / "toy.ipynb").write_text(json.dumps(sheet))
    at = datetime(2027, 3, 2 if late else 1, 11, tzinfo=UTC)
    (place / "timestamp.txt").write_text(f"{at:%Y-%m-%d %H:%M:%S} UTC")


def give(course: Course, student: str, cell: str, **points: Any) -> None:
    """Give points by hand, as formgrader saves them; `comment` is one on the cell."""
    comment = points.pop("comment", None)
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        if points:
            grade = gradebook.find_grade(cell, "toy", "toy", student)
            for name, value in points.items():
                setattr(grade, name, value)
            grade.needs_manual_grade = False
        if comment:
            gradebook.find_comment(cell, "toy", "toy", student).manual_comment = comment
        gradebook.db.commit()


def totals_in_nbgrader(course: Course) -> dict[str, tuple[float, float]]:
    """Return what nbgrader itself makes of each submission: its points, and their maximum."""
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        return {
            one.student.id: (one.score - one.late_submission_penalty, one.max_score)
            for one in gradebook.assignment_submissions("toy")
        }
