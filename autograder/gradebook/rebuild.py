"""nbgrader's sanitize step: the submission, put back onto the released notebook."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.course.opened import course_of
from autograder.course.whose import letter_of
from autograder.grading.released import read_release
from autograder.submission.restore import rebuild


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes from a submission what its student wrote, and everything else from the release."""

    root = Unicode(help="The folder of course.toml").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the rebuilt notebook; raises CourseError when nothing was released."""
        names, course = resources["nbgrader"], course_of(self)
        assignment = names["assignment"]
        letter = ""
        if assignment in course.assignments:
            letter = letter_of(course, assignment, names["student"])
        released = read_release(course.root, assignment, names["notebook"], letter)
        return rebuild(released, nb), resources
