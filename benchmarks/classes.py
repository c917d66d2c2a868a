"""A course of some exercises and a class that has handed in, both made of the project's own."""

import random
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.known import Known, answer_sheet, known_submissions, without_markers
from autograder.course.solutions import definitions
from autograder.grading.exam import read_release
from autograder.handout.build import build

ROOT = Path(__file__).parent.parent
ASSIGNMENT = "pixelcnn"
UNTRAINED = ("likelihood", "masks", "sampling")  # exercises none of whose checks trains a model
SECRET = {"AUTOGRADER_SECRET": "benchmark"}
# Known mistakes that our checks find and plain asserts (benchmarks/hidden_tests) miss: no class has
# them, since graders are compared where they find the same.
OURS_ALONE: Mapping[str, tuple[str, ...]] = {
    "likelihood": (
        "wrong_gradient_nan_when_large",
        "wrong_gradient_zero_when_large",
        "wrong_names_of_ones_own",
        "wrong_one_result",
    ),
    "masks": (),
    "sampling": (
        "wrong_antithetic",
        "wrong_antithetic_shuffled",
        "wrong_default_generator",
        "wrong_large_left_alone",
        "wrong_nucleus",
        "wrong_one_offset_for_batch",
        "wrong_seed_for_state",
        "wrong_straight_through",
        "wrong_stratified",
        "wrong_temperature_of_103",
        "wrong_temperature_of_95",
    ),
}
RIGHT_SHARE = 0.7  # of a class's exercises are solved in one of the right ways

_EXERCISES, _PARAMETERS = "[assignments.pixelcnn.exercises]", "[assignments.pixelcnn.parameters]"
_IMPORTS = """\
```python
import math

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
```
"""


@dataclass(frozen=True)
class Pupil:
    """A student, and the known submission that they hand in for each exercise."""

    name: str
    answers: tuple[Known, ...]


def lay_out(folder: Path, exercises: Sequence[str], *, whole: bool = False) -> Course:
    """Make `folder` a course of these exercises: holes and grade cells, no demonstrations.

    Args: `whole`, for the handout as it is up to the last of them, with all text, pictures and
    demonstrations; the other exercises' solutions are given in it.
    """
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part, folder / part)
    given = load_course(ROOT)
    toml = _alone((ROOT / "course.toml").read_text(encoding="utf-8"))
    points = given.assignment(ASSIGNMENT).exercises
    lines = "\n".join(f"{name} = {points[name]:g}" for name in exercises)
    head, tail = toml.split(_EXERCISES)
    parameters = tail[tail.index(_PARAMETERS) :]
    (folder / "course.toml").write_text(
        f"{head}{_EXERCISES}\n{lines}\n\n{parameters}", encoding="utf-8"
    )
    handout = folder / "assignments" / ASSIGNMENT / "assignment.md.j2"
    cut = _whole_handout if whole else _handout
    handout.write_text(cut(handout.read_text(encoding="utf-8"), given, exercises), "utf-8")
    course = load_course(folder)
    build(course, ASSIGNMENT)
    return course


def _alone(toml: str) -> str:
    """Return a course's file without its other assignments, which may rest on what is left out."""
    parts = re.split(r"^(?=\[assignments\.)", toml, flags=re.MULTILINE)
    own = re.compile(rf"\[assignments\.{ASSIGNMENT}[].]")
    return parts[0] + "".join(part for part in parts[1:] if own.match(part))


def _handout(whole: str, course: Course, exercises: Sequence[str]) -> str:
    """Return a handout of nothing but what is graded, under the front matter of the whole one."""
    front = whole[: whole.index("---", 4) + 4]
    pieces = definitions(course, ASSIGNMENT)
    cells: list[str] = []
    for exercise in exercises:
        holes = [f'{{{{ solution("{piece.key}") }}}}' for piece in pieces[exercise]]
        cells += [*holes, f"Exercise {exercise}:", f'{{{{ self_check("{exercise}") }}}}']
        cells += ["The end.", f'{{{{ grade("{exercise}") }}}}']
    return "\n\n".join([front, "# {{ title }}", _IMPORTS, *cells]) + "\n"


def _whole_handout(text: str, course: Course, exercises: Sequence[str]) -> str:
    """Return the handout up to the last of the exercises; what others ask for is there already."""
    last = f'{{{{ grade("{exercises[-1]}") }}}}'
    text = text[: text.index(last) + len(last)] + "\n"
    for other, pieces in definitions(course, ASSIGNMENT).items():
        if other in exercises:
            continue
        for piece in pieces:
            given = f"```python\n{without_markers(piece.source)}\n```"
            text = text.replace(f'{{{{ solution("{piece.key}") }}}}', given)
        for cell in ("self_check", "grade"):
            text = text.replace(f'{{{{ {cell}("{other}") }}}}\n', "")
        text = text.replace(f'{{{{ points("{other}") }}}}', "–")
    return text


def a_class(exercises: Sequence[str], students: int, seed: int = 0) -> list[Pupil]:
    """Draw a class: each exercise is solved in a known right way, or with a known mistake."""
    draw = random.Random(seed)
    known = known_submissions(ROOT / "tests" / "submissions", ASSIGNMENT)
    by_exercise = {
        name: {
            right: [
                k
                for k in known
                if (k.exercise, k.right) == (name, right) and k.name not in OURS_ALONE.get(name, ())
            ]
            for right in (True, False)
        }
        for name in exercises
    }
    return [
        Pupil(
            f"student{number:05d}",
            tuple(
                draw.choice(found[draw.random() < RIGHT_SHARE]) for found in by_exercise.values()
            ),
        )
        for number in range(students)
    ]


def sheets_of(folder: Path, pupils: Sequence[Pupil]) -> dict[str, NotebookNode]:
    """Return the notebook of each student as it stands on the course's release."""
    released = read_release(folder, ASSIGNMENT, ASSIGNMENT)
    course = load_course(folder)
    return {p.name: answer_sheet(course, ASSIGNMENT, released, p.answers) for p in pupils}


def hand_in(folder: Path, sheets: Mapping[str, NotebookNode]) -> None:
    """Write each student's notebook to where nbgrader and we look for it."""
    for student, sheet in sheets.items():
        place = folder / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(nbformat.writes(sheet), encoding="utf-8")


def course_with_class(
    folder: Path, exercises: Sequence[str], pupils: Sequence[Pupil], *, whole: bool = False
) -> Course:
    """Lay out a course in which a class has handed in."""
    course = lay_out(folder, exercises, whole=whole)
    hand_in(folder, sheets_of(folder, pupils))
    return course
