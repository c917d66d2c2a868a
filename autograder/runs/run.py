"""Run: what a command works by from its beginning to its end."""

from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from traitlets.config import Config

from autograder.course.config import Course
from autograder.course.opened import open_course
from autograder.runs.settings import settings_of


@dataclass(frozen=True)
class Run:
    """A course, the device and the sandbox that grade, and nbgrader's settings for the course.

    Made once per command; an edit of course.toml or nbgrader_config.py holds from the next on.
    """

    course: Course
    device: str
    sandbox: str

    @property
    def settings(self) -> Config:
        """Return nbgrader's settings, for the caller to add to; raises what its file raises."""
        return deepcopy(self._settings)

    @property
    def db_url(self) -> str:
        """Return the URL of nbgrader's gradebook, as nbgrader_config.py has the last word on it."""
        return str(self._settings.CourseDirectory.db_url)

    @cached_property
    def _settings(self) -> Config:
        # Only now: many commands need none of nbgrader.
        return settings_of(self.course)


def run_of(course: Course, device: str | None = None, sandbox: str | None = None) -> Run:
    """Return the run of a course that is open; None leaves device and sandbox to course.toml."""
    grading = course.grading
    return Run(course, device or grading.device, sandbox or grading.sandbox)


def open_run(root: Path, device: str | None = None, sandbox: str | None = None) -> Run:
    """Open the course in a folder for one command; raises CourseError."""
    return run_of(open_course(root), device, sandbox)
