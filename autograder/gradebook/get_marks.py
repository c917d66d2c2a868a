"""nbgrader's GetGrades for a feedback page, but what nobody has read yet has no score, not 0."""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from traitlets import List, Unicode

from autograder.course.config import load_course
from autograder.gradebook.marks import exercise_of


class GetMarks(GetGrades):  # type: ignore[misc]
    """Puts scores and comments into a notebook's cells, and what course.toml says of them.

    `score` is None as long as there is none; `worth` are the most points of the cell, and `kind`
    says how they count. `others` are the assignment's other notebooks, each with its own page.
    """

    root = Unicode(help="The folder of course.toml").tag(config=True)
    # nbconvert sets this for all; nbgrader's base would have it warn that it is not known.
    display_data_priority = List(Unicode()).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with its scores."""
        assignments = load_course(Path(self.root)).assignments if self.root else {}
        names = resources["nbgrader"]
        self._told = assignments.get(names["assignment"])
        files = self._told.files if self._told else ()
        names["others"] = [name for name in files if name != names["notebook"]]
        found: tuple[NotebookNode, dict[str, Any]] = super().preprocess(nb, resources)
        return found

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        super()._get_score(cell, resources)
        table = cell.metadata.nbgrader
        names = self.notebook_id, self.assignment_id, self.student_id
        grade = self.gradebook.find_grade(table["grade_id"], *names)
        if grade.manual_score is None and grade.auto_score is None:
            table["score"] = None
        name = exercise_of(table["grade_id"])
        if self._told is not None and name in self._told.tables:
            table["worth"], table["kind"] = self._told.worth[name], self._told.kind(name)
