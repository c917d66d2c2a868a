"""nbgrader's step before a feedback page: penalties are what rules and points say now."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.course.opened import course_of
from autograder.late.settle import settle
from autograder.runs.run import run_of
from autograder.storage.database import with_timeouts


class SettleFirst(NbGraderPreprocessor):  # type: ignore[misc]
    """Settles a student's penalties: a person may have given points since they were assigned.

    Else a page of a submission that came too late would show these points, and no export has them.
    """

    root = Unicode(help="The folder of course.toml").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook as it is; raises StoreError when the gradebook cannot be written."""
        course, names = course_of(self), resources["nbgrader"]
        known = names["assignment"] in course.assignments
        if known and course.late_rules(names["assignment"]).count:
            with Gradebook(with_timeouts(names["db_url"])) as gradebook:
                settle(run_of(course), gradebook, names["db_url"], names["student"])
        return nb, resources
