"""nbgrader's reader of submitted notebooks: the same limits as everywhere, whoever autogrades."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode, from_dict
from traitlets import Unicode

from autograder.course.opened import course_of
from autograder.errors import SubmissionError, UnreadError
from autograder.gradebook.rebuild import Rebuild
from autograder.records.plaincell import PlainCell
from autograder.submission.intake import read_cells


class SubmissionReader(NotebookExporter):
    """Reads what a student handed in through the intake, and all else as nbgrader does.

    nbgrader itself would parse a file of any size and shape in the process of who grades.
    """

    root = Unicode(help="The folder of course.toml").tag(config=True)

    def from_filename(  # type: ignore[override]  # nbconvert's own gives text, too
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the notebook's text, and nbconvert's resources; raises SubmissionError."""
        if not any(isinstance(one, Rebuild) for one in self._preprocessors):  # it is ours already
            return super().from_filename(filename, resources, **kw)  # type: ignore[return-value]
        cells = [_node(cell) for cell in self._read(Path(filename), resources or {})]
        notebook = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
        known = dict(resources or {})
        place = Path(filename)
        known["metadata"] = {**known.get("metadata", {}), "path": str(place.parent)}
        known["metadata"]["name"] = place.stem
        return self.from_notebook_node(notebook, known, **kw)  # type: ignore[no-untyped-call,no-any-return]

    def _read(self, path: Path, resources: dict[str, Any]) -> list[PlainCell]:
        """Read the cells of a file: none of one of several notebooks that is damaged.

        RecordVerdict says so in its place, and the other notebooks count. Raises SubmissionError.
        """
        course = course_of(self)
        told = course.assignments.get(resources.get("nbgrader", {}).get("assignment", ""))
        try:
            return read_cells(path, course.limits.notebook_mb)
        except UnreadError:
            raise
        except SubmissionError:
            if told is None or len(told.files) == 1:
                raise
            return []


def _node(cell: PlainCell) -> NotebookNode:
    nbgrader = {"grade_id": cell.grade_id, "solution": cell.solution, "grade": cell.grade}
    metadata = {"nbgrader": nbgrader} if cell.grade_id else {}
    node: dict[str, Any] = {"cell_type": cell.kind, "id": cell.cell_id, "source": cell.source}
    node["metadata"] = {**metadata, "tags": sorted(cell.tags)}
    if cell.pasted:
        node["attachments"] = cell.attachments
    if cell.kind == "code":
        node |= {"outputs": [], "execution_count": None}
    return from_dict(node)  # type: ignore[no-any-return]
