"""nbgrader's GetGrades for a feedback page, but what nobody has read yet has no score, not 0."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import GetGrades
from traitlets import List, Unicode

from autograder.course.config import load_course
from autograder.gradebook.marks import exercise_of
from autograder.storage.database import with_timeouts


class GetMarks(GetGrades):  # type: ignore[misc]
    """Puts scores and comments into a notebook's cells, and what course.toml says of them.

    `score` is None as long as there is none; `worth` are the most points of the cell, and `kind`
    says how they count. `others` are the assignment's other notebooks, each with its own page: who
    has handed in one file alone may see no other page.
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
        found: tuple[NotebookNode, dict[str, Any]] = super().preprocess(nb, resources)
        if self._told is not None and len(self._told.files) > 1:
            names["others"] = list(_others(names))
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


def _others(names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield name and points of the other notebooks of a submission, as the gradebook has them."""
    with Gradebook(with_timeouts(names["db_url"])) as gradebook:
        submission = gradebook.find_submission(names["assignment"], names["student"])
        for one in sorted(submission.notebooks, key=lambda one: str(one.name)):
            if one.name != names["notebook"]:
                score = one.score - (one.late_submission_penalty or 0.0)
                yield {"name": one.name, "score": score, "most": one.max_score}
