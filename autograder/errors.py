"""Errors as sentences for the person who can fix them: what, where, what to do."""


class AutograderError(Exception):
    """A fault that a person can fix; its text is the whole message, no traceback is shown."""

    exit_code = 1


class CourseError(AutograderError):
    """course.toml, or a file that it names, is missing or wrong."""

    exit_code = 2


class TemplateError(AutograderError):
    """A handout or a reference solution cannot be turned into a notebook."""

    exit_code = 2


class SandboxError(AutograderError):
    """The sandbox is not to be had, or failed by no fault of the student's code."""

    exit_code = 3


class Starved(SandboxError):
    """A question met the far limit of wall time, and it was not the student's code that took it."""


class SandboxGone(SandboxError):
    """No sandbox can be had at all: grading stops, what it has graded is kept."""

    exit_code = 4


class StoreError(AutograderError):
    """A file or a database of grading cannot be read or written."""

    exit_code = 5


class SubmissionError(AutograderError):
    """A submitted file that cannot be graded; the text says so to student and TA."""

    @property
    def sentence(self) -> str:
        """Return the text as it was said, so that it can be told in other languages."""
        return str(self) if not self.args else self.args[0]


class UnreadError(SubmissionError):
    """A submitted file that could not be read, by no fault of its student: a person looks."""


class Interrupted(AutograderError):
    """A person has ended it by Ctrl-C; the text says what holds and what does not."""

    exit_code = 130
