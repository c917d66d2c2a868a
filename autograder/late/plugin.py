"""nbgrader's plug-in for late penalties, by the rules of course.toml."""

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Unicode

from autograder.course.opened import course_of
from autograder.late.arrivals import lateness_of


class LatePolicy(LateSubmissionPlugin):  # type: ignore[misc]
    """Return the penalty of one late submission as `[late]` and `[extensions]` say.

    A `penalty_method` of nbgrader's own, set in nbgrader_config.py, wins.
    """

    root = Unicode(help="The folder of course.toml").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points lost, None for an assignment that course.toml does not have.

        nbgrader counts the seconds from its own due date; ours are counted from course.toml's.
        """
        if self.penalty_method != "none":
            penalty: float | None = super().late_submission_penalty(
                student_id, score, total_seconds_late
            )
            return penalty
        course = course_of(self)
        name = self.parent.assignment_id
        if name not in course.assignments:
            return None
        lateness = lateness_of(course, self.parent.gradebook, student_id)[name]
        most = course.assignments[name].max_points
        if len(course.assignments[name].files) > 1:  # its share, until all of them are settled
            notebook = self.parent.gradebook.find_notebook(self.parent.notebook_id, name)
            most = float(notebook.max_score)
        return lateness.penalty(most, score, course.grading.round)
