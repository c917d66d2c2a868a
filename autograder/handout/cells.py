"""The cells that a handout asks for: solutions, self-checks, grade cells."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from textwrap import wrap
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.solutions import Definition
from autograder.records.plaincell import nbgrader_id
from autograder.text.i18n import ENGLISH, Language, said

_SELF_CHECK = """\
# {comment}
try:
    from autograder.selfcheck import self_check
except ImportError:
    print({missing})
else:
    display(self_check({arguments}))"""

_EARLIER = """\
# {comment}
try:
    from autograder.selfcheck import run_earlier
except ImportError:
    print({missing})
else:
    run_earlier(globals(), {names})"""
_MISSING = said(
    "The self-checks are not installed here. Install the wheel that your course hands out "
    "(pip install dgm_autograder-*.whl), restart the kernel and run this cell again."
)


def solution_cell(definition: Definition) -> dict[str, Any]:
    """Return the cell in which a student writes one definition."""
    nbgrader = nbgrader_table(definition.key, solution=True)
    return code_cell(definition.source, nbgrader=nbgrader)


def code_cell(source: str, **metadata: Any) -> dict[str, Any]:
    """Return a code cell that was never run."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def nbgrader_table(key: str, **more: Any) -> dict[str, Any]:
    """Return what nbgrader has to know of a cell, as metadata of its schema."""
    base = {"grade": False, "grade_id": nbgrader_id(key), "locked": False, "schema_version": 3}
    return {**base, "solution": False, "task": False, **more}


def number(points: float) -> str:
    """Return points as they are shown."""
    return f"{points:g}"


def worth_of(assignment: Assignment, exercise: str) -> str:
    """Say what an exercise gives, to be said in a language."""
    points = number(assignment.worth[exercise])
    kind = assignment.kind(exercise)
    if kind == "optional":
        return said("optional, for no points")
    if kind == "bonus":
        return said("{points} bonus points, beyond the maximum", points=points)
    return said("{points} points", points=points)


def self_check_cell(key: str, arguments: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the cell that runs the visible checks, its words in a language."""
    comment = said("Checks that you can run yourself, as often as you like; they cost no points.")
    given = "".join(f", {name}={value!r}" for name, value in arguments.items())
    source = _SELF_CHECK.format(
        comment=language.word(comment),
        missing=_missing(language),
        arguments=f'"{key}", globals(){given}',
    )
    return code_cell(source, tags=["self-check"])


def earlier_cell(names: Sequence[str], language: Language) -> dict[str, Any]:
    """Return the cell that runs what a student wrote in the notebooks before this one."""
    comment = said(
        "This runs what you wrote in {files}, beside this notebook: grading runs it, too.",
        files=", ".join(f"{name}.ipynb" for name in names),
    )
    given = ", ".join(f'"{name}"' for name in names)
    given += "" if language == ENGLISH else f', language="{language.code}"'
    told, missing = language.word(comment), _missing(language)
    source = _EARLIER.format(comment=told, missing=missing, names=given)
    return code_cell(source, tags=["self-check"])


def _missing(language: Language) -> str:
    """Return the words for a machine without the self-checks, as strings of Python's."""
    lines = wrap(language.word(_MISSING), 85, drop_whitespace=False)
    return "\n          ".join(json.dumps(line, ensure_ascii=False) for line in lines)


def grade_cell(assignment: Assignment, exercise: str, language: Language) -> dict[str, Any]:
    """Return the locked cell that receives points and findings, its words in a language.

    nbgrader adds up the points of such cells as the maximum, so that of a bonus has none.
    """
    key, points = f"{assignment.name}/{exercise}", number(assignment.worth[exercise])
    if assignment.kind(exercise):
        worth = said("{exercise}: {worth}.", exercise=key, worth=worth_of(assignment, exercise))
    else:
        worth = said("{exercise}: {points} points.", exercise=key, points=points)
    note = said(
        "Nothing to write here. It is graded after you have handed in; points and findings appear "
        "here."
    )
    counted = assignment.points[exercise]
    nbgrader = nbgrader_table(f"{exercise}.grade", grade=True, locked=True, points=counted)
    return code_cell(f"# {language.word(worth)}\n# {language.word(note)}", nbgrader=nbgrader)


def identify(cells: list[dict[str, Any]]) -> None:
    """Set each cell's id, which depends on its grade_id or its text, never on chance."""
    seen = Counter[str]()
    for cell in cells:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        text = f"{cell['cell_type']}\n{cell['source']}"
        base = name[:56] or sha256(text.encode()).hexdigest()[:12]
        seen[base] += 1
        cell["id"] = base if seen[base] == 1 else f"{base}-{seen[base]}"
