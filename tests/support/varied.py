"""The toy course with a parameter that is drawn per student, and a class that has handed it in."""

import json
from collections.abc import Mapping
from pathlib import Path

from autograder.course.config import Course
from autograder.course.known import answer_sheet, filled
from autograder.course.whose import letter_of
from autograder.grading.releases import releases_of
from autograder.handout.build import build
from tests.support.toyclass import write_checks
from tests.support.toycourse import COURSE, HANDOUT, make_course

SECRET = "a toy class whose draw is known"
SIZES = {"a": 7, "b": 8, "c": 9}
DRAWN = COURSE.replace("size = 7", "size = { one_of = [7, 8, 9] }") + "shift = 4\n"
SAYS = HANDOUT.replace("import math", "import math\nfrom functools import cache")
STUDENTS = tuple(f"student{number:02d}" for number in range(20))
# Right for a size of 7, and for what the visible check asks.
HARD_CODED = {"masks.first": "def first(size):\n    return {3: 6, 7: 14}.get(size, 8)"}


def make_varied(root: Path, course: str = DRAWN, handout: str = SAYS) -> Course:
    """Write the course with its checks; the environment has to hold a secret such as SECRET."""
    made = make_course(root, course=course, handout=handout)
    write_checks(made)
    return made


def make_class(root: Path, *, hard_coded: tuple[str, ...], swapped: Mapping[str, str]) -> Course:
    """Write and build the course, and have all STUDENTS hand in.

    Args: `hard_coded`, who answers for a size of 7 alone; `swapped`, by student the variant whose
    notebook they took.
    """
    course = make_varied(root)
    build(course, "toy")
    for student in STUDENTS:
        letter = swapped.get(student) or letter_of(course, "toy", student)
        hand_in(course, student, letter, HARD_CODED if student in hard_coded else {})
    return course


def hand_in(course: Course, student: str, letter: str, answers: Mapping[str, str]) -> None:
    """Write a student's notebook, of that variant, with the reference's answers but for these."""
    released = releases_of(course, "toy").notebooks[letter]
    sheet = filled(answer_sheet(course, "toy", released), answers)
    path = course.root / "submitted" / student / "toy" / "toy.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sheet))
    path.with_name("start.ipynb").write_text(json.dumps({"cells": []}))
