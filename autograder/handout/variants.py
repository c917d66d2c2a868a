"""A release whose students have variants: a notebook for each variant, and one that gives it.

release/<assignment>/start.ipynb               says which is whose, and puts it beside itself
release/<assignment>/variants/draw.json        by what it is drawn
release/<assignment>/variants/yours.py         how: course/draw.py, as it is
release/<assignment>/variants/b/<notebook>.ipynb
"""

import inspect
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, from_dict

from autograder.course import draw
from autograder.course.assignment import Assignment
from autograder.course.config import Course
from autograder.course.draw import DRAW
from autograder.course.variants import FOLDER, START, Variant
from autograder.course.whose import given_in, key_of, release_of
from autograder.errors import CourseError, TemplateError
from autograder.handout.cells import code_cell, identify
from autograder.records.plaincell import plain_cells
from autograder.text.i18n import Language, language_of, said

YOURS = "yours.py"
_CELL = """\
STUDENT = ""  # {comment}

import sys

sys.path.insert(0, "{folder}")
from yours import lay_out

print(lay_out(STUDENT))"""


def name_variant(
    told_of: Assignment, notebooks: Iterable[list[dict[str, Any]]], language: Language
) -> None:
    """Put under the title of each notebook a cell that says of which variant it is, if of one."""
    for one in (each for each in told_of.variants if each.name == told_of.variant):
        for cells in notebooks:
            titled = bool(cells) and cells[0]["cell_type"] == "markdown"
            cells.insert(int(titled), _variant_cell(one, language))


def _variant_cell(variant: Variant, language: Language) -> dict[str, Any]:
    words = said(
        "**Variant {variant}** of this assignment: `{drawn}`. Yours was drawn by your name, and it "
        "is the one that is graded: other students' notebooks have other numbers in them.",
        variant=variant.name,
        drawn=variant.told,
    )
    return {"cell_type": "markdown", "metadata": {}, "source": language.word(words)}


def assemble(course: Course, assignment: str, release: Path, made: Mapping[str, Path]) -> None:
    """Make of each variant's release, in the folders of `made`, one `release` of all.

    Raises TemplateError where notebooks of variants do not have the same graded cells, and
    CourseError where others were handed out before.
    """
    files = course.assignment(assignment).files
    _require_alike(assignment, files, made)
    _require_same_draw(course, assignment)
    for name in files:
        for letter, folder in made.items():
            place = release / FOLDER / letter / f"{name}.ipynb"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / f"{name}.ipynb", place)
        (release / f"{name}.ipynb").unlink(missing_ok=True)
    language = language_of(course.course.language)
    (release / FOLDER / YOURS).write_text(inspect.getsource(draw), encoding="utf-8")
    (release / FOLDER / DRAW).write_text(_draw(course, assignment, language), encoding="utf-8")
    start = nbformat.writes(_start(course, assignment, language)) + "\n"
    (release / f"{START}.ipynb").write_text(start, encoding="utf-8")


def _draw(course: Course, assignment: str, language: Language) -> str:
    """Return what decides the draw, and the words in which students are told, as JSON."""
    key, one = key_of(course, assignment), course.assignment(assignment)
    words = {
        "nameless": said(
            "Write the name that this course knows you by between the quotes after STUDENT, and "
            "run this cell again."
        ),
        "made": said("{student}: {file} is yours, of variant {variant}. Open it."),
        "there": said("{student}: {file} is here already and stays as it is. Yours is {variant}."),
    }
    data = {
        "key": key,
        "variants": [each.name for each in one.variants],
        "given": dict(sorted(given_in(course, assignment, key).items())),
        "notebooks": list(one.files),
        "words": {name: language.word(text) for name, text in words.items()},
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _start(course: Course, assignment: str, language: Language) -> NotebookNode:
    one = course.assignment(assignment)
    text = said(
        "Everybody has an own variant of this assignment: the tasks are the same, some numbers are "
        "not. Run the cell below. It puts the notebook that is yours beside this one."
    )
    comment = said("the name that this course knows you by; on JupyterHub it may stay empty")
    cells = [
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": f"# {one.title}\n\n{language.word(text)}",
        },
        code_cell(_CELL.format(comment=language.word(comment), folder=FOLDER)),
    ]
    identify(cells)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return from_dict(made)  # type: ignore[no-any-return]


def _require_alike(assignment: str, files: tuple[str, ...], made: Mapping[str, Path]) -> None:
    """Raise TemplateError unless all variants have the same answers, for the same points."""
    first, *others = made
    for name in files:
        wanted = _graded(made[first] / f"{name}.ipynb")
        for letter in others:
            found = _graded(made[letter] / f"{name}.ipynb")
            odd = sorted(str(one[0]) for one in set(wanted) ^ set(found))
            if found != wanted:
                which = odd[0] if odd else "the order of its cells"
                raise TemplateError(
                    f"{name}.ipynb of {assignment} has not the same answers and points in variant "
                    f"{letter} as in {first}: {which}. nbgrader has one list of them for all "
                    f"students, so let no parameter that is drawn decide what is asked."
                )


def _graded(path: Path) -> list[tuple[str, bool, bool, str]]:
    cells = nbformat.read(path, as_version=4).cells
    points = [str(cell.metadata.get("nbgrader", {}).get("points", "")) for cell in cells]
    plain = plain_cells({"cells": cells})
    return [
        (one.grade_id, one.solution, one.grade, worth)
        for one, worth in zip(plain, points, strict=True)
        if one.grade_id
    ]


def _require_same_draw(course: Course, assignment: str) -> None:
    """Raise CourseError where students may have got other variants than would be drawn now."""
    path = release_of(course, assignment) / FOLDER / DRAW
    try:
        before = json.loads(path.read_text(encoding="utf-8"))["variants"]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path}: it cannot be read ({type(error).__name__}). Restore it."
        ) from error
    now = [one.name for one in course.assignment(assignment).variants]
    if before != now:
        raise CourseError(
            f"{path} has drawn among {len(before)} variants, and course.toml makes {len(now)}: "
            f"most students would have another than they got. Keep as many, or, where nothing was "
            f"handed out yet, remove that folder and build again."
        )
