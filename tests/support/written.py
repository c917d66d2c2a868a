"""An assignment's handout as it is written: holes, points, pictures, and whether answers show."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.config import Course, load_course
from autograder.course.solutions import definitions
from autograder.handout.leaks import leaked_lines
from autograder.handout.rendering import source_of
from autograder.handout.supplied import supplied_text
from autograder.handout.template import source_notebook
from tests.conftest import ROOT

REGION = re.compile(r"^( *)### BEGIN SOLUTION\n.*?^\1### END SOLUTION$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Written:
    """The handout of one assignment of this repository's course, before nbgrader has seen it."""

    assignment: str

    @cached_property
    def course(self) -> Course:
        return load_course(ROOT)

    @cached_property
    def notebook(self) -> NotebookNode:
        return source_notebook(self.course, self.assignment)

    @property
    def folder(self) -> Path:
        return ROOT / "assignments" / self.assignment

    @property
    def text(self) -> str:
        """All that stands between cells of code."""
        cells = [cell for cell in self.notebook.cells if cell.cell_type == "markdown"]
        return "\n".join(cell.source for cell in cells)

    def holes(self) -> list[str]:
        """Return the names of cells that are to be filled in, as the notebook has them."""
        return [cell.grade_id for cell in self._marked() if cell.solution]

    def points(self) -> dict[str, float]:
        """Return the points of each exercise, by the cells that hold them."""
        cells = [cell for cell in self._marked() if cell.grade]
        return {cell.grade_id.removesuffix("-grade"): cell.points for cell in cells}

    def leaked(self) -> list[str]:
        """Return lines of solutions that students would read; a cell that is no Python raises."""
        shown = []
        for cell in self.notebook.cells:
            stub = REGION.sub(r"\1raise NotImplementedError()", cell.source)
            if cell.cell_type == "code":
                ast.parse(stub)
            shown.append(stub)
        found = definitions(self.course, self.assignment).values()
        template = (self.folder / "assignment.md.j2").read_text(encoding="utf-8")
        quoted = [source_of(name) for name in re.findall(r'\bsource\("([\w.]+)"\)', template)]
        public = "\n".join([template, supplied_text(self.course, self.assignment), *quoted])
        return leaked_lines("\n".join(shown), [d.source for ds in found for d in ds], public)

    def pictures(self) -> list[tuple[str, Path]]:
        """Return each picture's words for those who cannot see it, and its file."""
        found = re.findall(r"!\[([^\]]*)\]\((figures/[^)]*)\)", self.text)
        return [(words, self.folder / path) for words, path in found]

    def _marked(self) -> list[NotebookNode]:
        cells = self.notebook.cells
        return [cell.metadata.nbgrader for cell in cells if "nbgrader" in cell.metadata]
