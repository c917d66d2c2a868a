"""From when a release may be handed out: one that shows another assignment's answers waits."""

from dataclasses import dataclass
from datetime import datetime

from autograder.course.config import Course
from autograder.course.supplied import shown_from


@dataclass(frozen=True)
class HandingOut:
    """From when an assignment may be handed out, by the clock of its course, and why not before."""

    when: datetime
    why: str

    def __str__(self) -> str:
        """Say it in a few words."""
        return f"from {self.when:%Y-%m-%d %H:%M:%S %Z} on: {self.why}"


def handing_out(course: Course, assignment: str) -> HandingOut | None:
    """Return from when an assignment may be handed out, None where it hands out nobody's answers.

    By course.toml as it is, whatever stands in release/.
    """
    found = shown_from(course.assignments, assignment)
    if found is None:
        return None
    when, whose = found
    why = f"it shows answers of {whose}, whose solutions_from in course.toml is then"
    return HandingOut(course.local(when), why)
