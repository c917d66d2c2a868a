"""nbgrader's SaveAutoGrades, but all scores of a submission in one transaction."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from autograder.connection import at_once, patient


class SaveAtOnce(SaveAutoGrades):  # type: ignore[misc]
    """Saves the scores so that the gradebook has all of a submission's, or none of them.

    nbgrader itself commits after each cell: a kill, a full disk, a lock or another grader between
    two of them would leave some scores of the new verdict and some of the old one.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Give the notebook as it is; its scores and comments are saved."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.db_url = names["student"], names["db_url"]
        self.gradebook = Gradebook(patient(self.db_url))
        with self.gradebook, at_once(self.gradebook):
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
        return nb, resources
