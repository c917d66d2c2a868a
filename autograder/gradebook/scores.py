"""nbgrader's SaveAutoGrades, but all scores of a submission in one transaction."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades


class SaveAtOnce(SaveAutoGrades):  # type: ignore[misc]
    """Saves the scores so that the gradebook has all of a submission's, or none of them.

    nbgrader itself commits after each cell: a kill, a full disk or a lock between two of them
    would leave some scores of the new verdict and some of the old one.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Give the notebook as it is; its scores and comments are saved."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.db_url = names["student"], names["db_url"]
        self.gradebook = Gradebook(self.db_url)
        with self.gradebook:
            session = self.gradebook.db()
            commit, session.commit = session.commit, session.flush
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            commit()
        return nb, resources
