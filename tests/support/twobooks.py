"""The toy course with two notebooks in its assignment: the second uses what the first asks for."""

import json
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet, filled
from autograder.grading.released import released_notebook
from autograder.handout.build import build
from autograder.records.notebooks import parts_of
from tests.support.toyclass import write_checks
from tests.support.toycourse import COURSE, HANDOUT, MASKS, make_course

NAMES = ("part1", "part2")
TOML = COURSE.replace("due =", 'notebooks = ["part1", "part2"]\ndue =') + "shift = 4\n"
FIRST, SECOND = HANDOUT.split("## Scores\n")
HANDOUTS = {
    "part1": FIRST,
    "part2": f"# The second of {{{{ notebooks | length }}}}\n\n{{{{ earlier() }}}}\n{SECOND}",
}


def make_two(root: Path, **handouts: str) -> Course:
    """Write the course to `root`; `handouts` replace those of part1 and part2."""
    make_course(root, masks=MASKS.replace("@cache\n", ""))  # a function, so that one stands in
    folder = root / "assignments" / "toy"
    (folder / "assignment.md.j2").unlink()
    for name, text in {**HANDOUTS, **handouts}.items():
        (folder / f"{name}.md.j2").write_text(text)
    (root / "course.toml").write_text(TOML)
    return load_course(root)


def make_released(root: Path) -> Course:
    """Write the course with its checks, and its release."""
    course = make_two(root)
    write_checks(course)
    build(course, "toy")
    return course


def answered(course: Course, answers: Mapping[str, str] | None = None) -> dict[str, NotebookNode]:
    """Return a student's two notebooks: the reference's answers but for these."""
    released = released_notebook(course, "toy")
    return parts_of(filled(answer_sheet(course, "toy", released), answers or {}), NAMES)


def hand_in(
    course: Course,
    student: str,
    answers: Mapping[str, str] | None = None,
    named: Mapping[str, str] | None = None,
) -> Path:
    """Write a student's notebooks to `submitted/`, under the names that `named` gives them."""
    folder = course.root / "submitted" / student / "toy"
    folder.mkdir(parents=True, exist_ok=True)
    files = named or {name: name for name in NAMES}
    for name, notebook in answered(course, answers).items():
        if name in files:
            (folder / f"{files[name]}.ipynb").write_text(json.dumps(notebook))
    return folder
