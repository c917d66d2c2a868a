"""nbgrader's SaveAutoGrades, but all scores of a submission in one transaction, and its time."""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Unicode

from autograder.course.opened import course_of
from autograder.gradebook.timestamp import LONGEST_BESIDE, STAMP, clocks_in, handed_in
from autograder.records.result import Result
from autograder.storage.database import at_once, with_timeouts


class SaveAtOnce(SaveAutoGrades):  # type: ignore[misc]
    """Saves the scores so that the gradebook has all of a submission's, or none of them.

    nbgrader itself commits after each cell: a kill, a full disk, a lock or another grader between
    two of them would leave some scores of the new verdict and some of the old one. And it has read
    timestamp.txt already, with zones that are numbers taken for seconds.
    """

    root = Unicode(help="The folder of course.toml").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook as it is; its scores and comments are saved."""
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        self.student_id, self.db_url = names["student"], names["db_url"]
        self.gradebook = Gradebook(with_timeouts(self.db_url))
        with self.gradebook, at_once(self.gradebook):
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            self._save_time(Path(resources["metadata"]["path"]) / STAMP)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        """Save one score: of a bonus, too, though its cell has no points for nbgrader."""
        result = Result.of(cell.metadata)
        exercise = result.exercise if result and not cell.metadata.nbgrader.solution else None
        if exercise is None or exercise.kind != "bonus":
            super()._add_score(cell, resources)
            return
        table = cell.metadata.nbgrader
        counted, table.points = table.points, exercise.max_points
        try:
            super()._add_score(cell, resources)
        finally:
            table.points = counted

    def _save_time(self, stamp: Path) -> None:
        """Save when it was handed in, as we read it; raises SubmissionError."""
        if not self.root or not stamp.is_file():
            return
        course = course_of(self)
        if self.assignment_id in course.assignments:
            with stamp.open("rb") as file:  # a student may have written it
                text = file.read(LONGEST_BESIDE)
            clocks = clocks_in(course, self.config)
            time = handed_in(text, clocks, self.assignment_id, self.student_id).time
            submission = self.gradebook.find_submission(self.assignment_id, self.student_id)
            submission.timestamp = time and time.replace(tzinfo=None)
