"""A release whose students have variants: a notebook for each variant, and one that gives it.

release/<assignment>/start.ipynb               says which is whose, and puts it beside itself
release/<assignment>/variants/draw.json        by what it is drawn: of draws/<assignment>.json
release/<assignment>/variants/yours.py         how: course/draw.py, as it is
release/<assignment>/variants/b/<notebook>.ipynb
"""

import inspect
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, from_dict

from autograder.course import draw
from autograder.course.assignment import Assignment
from autograder.course.config import Course
from autograder.course.draw import DRAW
from autograder.course.variants import FOLDER, LAYS_OUT, START, Variant, key_from
from autograder.course.whose import Draw, draw_of, draw_path, given_in, require_as_drawn
from autograder.errors import CourseError, TemplateError
from autograder.handout.cells import code_cell, identify
from autograder.records.plaincell import VARIANT, plain_cells
from autograder.storage.atomic import keeping, write_atomically
from autograder.text.i18n import Language, language_of, said

YOURS = "yours.py"
_CELL = """\
STUDENT = ""  # {comment}

import sys

sys.path.insert(0, "{folder}")
try:
    {lays_out}
except ModuleNotFoundError:
    print({lost})
else:
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
    return {
        "cell_type": "markdown",
        "metadata": {VARIANT: variant.name},
        "source": language.word(words),
    }


def drawing(course: Course, assignment: str) -> Draw:
    """Return by what an assignment is drawn, as it was once, else as it would be now.

    Raises CourseError where it was drawn among others than course.toml has now.
    """
    before = draw_of(course, assignment)
    if before is None:
        now = {one.name: one.told for one in course.assignment(assignment).variants}
        return Draw(key_from(course.secret_bytes(), assignment), now)
    require_as_drawn(course, assignment, before)
    return before


def keep_draw(course: Course, assignment: str, drawn: Draw) -> None:
    """Write down by what was drawn; raises StoreError."""
    path = draw_path(course, assignment)
    content = {"key": drawn.key, "variants": dict(drawn.variants)}
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    with keeping(path):
        write_atomically(path, text.encode(), public=True)


def assemble(
    course: Course, assignment: str, release: Path, made: Mapping[str, Path], drawn: Draw
) -> None:
    """Make of each variant's release, in the folders of `made`, one `release` of all.

    Raises TemplateError where notebooks of variants do not have the same graded cells, and
    CourseError where a file of the course's own lies where ours belong.
    """
    files = course.assignment(assignment).files
    _require_alike(assignment, files, made)
    _require_room(course, assignment, release)
    for name in files:
        for letter, folder in made.items():
            place = release / FOLDER / letter / f"{name}.ipynb"
            place.parent.mkdir(parents=True, exist_ok=True)
            _copy_tagged(folder / f"{name}.ipynb", place, letter)
        (release / f"{name}.ipynb").unlink(missing_ok=True)
    language = language_of(course.course.language)
    (release / FOLDER / YOURS).write_text(inspect.getsource(draw), encoding="utf-8")
    told = _draw(course, assignment, drawn, language)
    (release / FOLDER / DRAW).write_text(told, encoding="utf-8")
    start = nbformat.writes(_start(course, assignment, language)) + "\n"
    (release / f"{START}.ipynb").write_text(start, encoding="utf-8")


def not_of_variants(course: Course, assignment: str) -> str:
    """Say why a release is none of variants, "" where it is one, or where all get the same."""
    told, release = course.assignment(assignment), course.root / "release" / assignment
    ours = (release / f"{START}.ipynb").is_file() and (release / FOLDER / DRAW).is_file()
    of_one = [name for name in told.files if (release / f"{name}.ipynb").exists()]
    if not told.variants or (ours and not of_one):
        return ""
    return (
        f"{release} holds the notebook of one variant, for everybody, as nbgrader's own "
        f"generate_assignment makes it. Run `autograder build {assignment}`."
    )


def _copy_tagged(source: Path, place: Path, letter: str) -> None:
    """Copy a notebook, with its variant in its metadata: for `draw.lay_out` alone."""
    notebook = nbformat.read(source, as_version=4)
    notebook.metadata[draw.TAG] = letter
    place.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def _require_room(course: Course, assignment: str, release: Path) -> None:
    """Raise CourseError where a public file of the assignment has one of our names."""
    for name in (f"{START}.ipynb", FOLDER):
        if (release / name).exists():
            raise CourseError(
                f"{course.root / 'assignments' / assignment}: it gives students {name}, and where "
                f"parameters are drawn, that is the place of what gives them their own. Rename it."
            )


def _draw(course: Course, assignment: str, drawn: Draw, language: Language) -> str:
    """Return what decides the draw, and the words in which students are told, as JSON."""
    words = {
        "nameless": said(
            "Write the name that this course knows you by between the quotes after STUDENT, and "
            "run this cell again."
        ),
        "made": said("{student}: {file} is yours, of variant {variant}. Open it."),
        "there": said("{student}: {file} is here already and stays as it is. Yours is {variant}."),
        "other": said(
            "{student}: {file} is here already, and is of variant {found}. Yours is {variant}. "
            "Rename that file if you want to keep it, else delete it, and run this cell again."
        ),
        "missing": said(
            "{student}: the notebook of your variant {variant} is missing from the folder "
            "`variants`. Get the assignment's files again."
        ),
    }
    data = {
        "key": drawn.key,
        "variants": list(drawn.variants),
        "given": dict(sorted(given_in(course, assignment, drawn.key).items())),
        "notebooks": list(course.assignment(assignment).files),
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
    lost = said("Keep the folder `variants` beside this notebook, and run this cell there.")
    shown = json.dumps(language.word(lost), ensure_ascii=False)
    words = {"comment": language.word(comment), "lost": shown}
    cells = [
        {
            "cell_type": "markdown",
            "metadata": {},
            "source": f"# {one.title}\n\n{language.word(text)}",
        },
        code_cell(_CELL.format(**words, folder=FOLDER, lays_out=LAYS_OUT)),
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
