"""`{{ supplied("flows/coupling.Affine") }}`: code that students are given, in locked cells.

It is the reference's own, with all of its assignment that it uses: what `verify` has tried, and no
copy that ages. From when it may be shown, `course/supplied.py` says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.course.assignment import Assignment
from autograder.course.config import Course
from autograder.course.keys import key_of
from autograder.errors import TemplateError
from autograder.handout.cells import code_cell, nbgrader_table
from autograder.handout.passages import Passage, passages
from autograder.text.i18n import Language, said
from autograder.text.nearest import hint


@dataclass
class Supplies:
    """Makes the cells of supplied code of an assignment; in a notebook each statement stands once.

    `own` are the names that the student is to write; `placed`, by notebook, what stands there.
    """

    course: Course
    assignment: Assignment
    own: Sequence[str]
    language: Language
    placed: dict[str, dict[str, str]] = field(default_factory=dict)

    def cell(self, text: str, notebook: str) -> dict[str, Any]:
        """Return the cell of one answer; raises TemplateError for one that is not to be shown."""
        if text not in self.assignment.supplied:
            near = hint(text, self.assignment.supplied)
            raise TemplateError(
                f"course.toml does not name {text!r} as supplied. {near}{' ' if near else ''}"
                f"Write it into supplied = […] of [assignments.{self.assignment.name}]"
            )
        key, there = key_of(text), self.placed.setdefault(notebook, {})
        new = [one for one in passages(self.course, key) if self._is_new(one, there, text)]
        there |= {name: one.text for one in new for name in one.names}
        if any(key.name in one.names for one in new):
            source = laid_out(new)
        else:
            above = said("{name} stands in a cell above.", name=key.name)
            source = f"# {self.language.word(above)}"
        part = "" if notebook == self.assignment.files[0] else f"{notebook}-"
        table = nbgrader_table(f"supplied-{part}{key.name}", locked=True)
        return code_cell(source, nbgrader=table, jupyter={"source_hidden": True})

    def _is_new(self, one: Passage, there: Mapping[str, str], text: str) -> bool:
        """Say whether a statement has to be added; raises TemplateError for a name of two."""
        for name in one.names:
            if name in self.own:
                raise TemplateError(
                    f"supplied({text!r}) would define {name}, which students are to write. Rename "
                    f"one of the two"
                )
            if there.get(name, one.text) != one.text:
                raise TemplateError(
                    f"supplied({text!r}) would define {name} otherwise than a cell above. Rename "
                    f"one of the two in its reference"
                )
        return not any(name in there for name in one.names)


def laid_out(found: Sequence[Passage]) -> str:
    """Return statements as one cell has them: imports, then the others, set apart."""
    imports = "\n".join(one.text for one in found if one.is_import)
    return "\n\n\n".join(filter(None, [imports, *(o.text for o in found if not o.is_import)]))


def supplied_text(course: Course, assignment: str) -> str:
    """Return all code of other assignments that one may show, by course.toml."""
    keys = course.assignment(assignment).answers
    return "\n".join(laid_out(passages(course, key)) for key in keys)
