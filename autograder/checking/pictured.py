"""Pictures beside what is said of an answer, where one can be had."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from autograder.checking.transport import Failed, StudentCrashed
from autograder.records.verdict import Picture

Draw = Callable[[], Picture | None]


def pictured(draw: Draw) -> Picture | None:
    """Draw; None where the student's code does not answer what is drawn of it.

    A picture asks more than its check does, so what goes wrong there costs nothing.
    """
    try:
        return draw()
    except (Failed, StudentCrashed):
        return None


@contextmanager
def explained(draw: Draw) -> Iterator[None]:
    """Add a picture to what is said of a wrong answer, for visible checks."""
    try:
        yield
    except Failed as failed:
        failed.picture = failed.picture or pictured(draw)
        raise
