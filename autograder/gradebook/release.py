"""nbgrader's release_assignment, which waits where the release shows another assignment's answers,
and where it is not what students with variants need.

The command and formgrader's button both come by here.
"""

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseAssignment
from traitlets import Unicode

from autograder.course.opened import course_at
from autograder.errors import CourseError
from autograder.gradebook import redact
from autograder.handout.handing_out import handing_out
from autograder.handout.variants import not_of_variants


class ReleaseInTime(ExchangeReleaseAssignment):  # type: ignore[misc]
    """Releases as nbgrader does, but nothing before its day."""

    course_root = Unicode("", help="The folder of course.toml").tag(config=True)

    def start(self) -> None:
        """Release the assignment; fails, as nbgrader does, with a sentence before its day.

        An assignment that course.toml does not have is nbgrader's own affair.
        """
        name = self.coursedir.assignment_id
        try:
            course = course_at(Path(self.course_root or self.coursedir.root))
        except CourseError as error:
            self.fail(str(error))
        waits = handing_out(course, name) if name in course.assignments else None
        if waits and redact.now() < waits.when:
            self.fail(
                f"{name} is not released: it may be handed out {waits}. Release it then, or change "
                f"the dates there. Nothing has changed in the exchange."
            )
        if name in course.assignments and (why := not_of_variants(course, name)):
            self.fail(f"{name} is not released: {why} Nothing has changed in the exchange.")
        super().start()
