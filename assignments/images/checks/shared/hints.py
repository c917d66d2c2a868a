"""What is added to an exception of the student's code."""

from collections.abc import Iterator
from contextlib import contextmanager

from autograder.checking.arguments import with_hint
from autograder.checking.student import StudentCrashed

HIDDEN = True


@contextmanager
def hinted(hint: str) -> Iterator[None]:
    """Add a sentence to what is said of an exception in the student's code."""
    try:
        yield
    except StudentCrashed as crash:
        if crash.missing:
            raise
        raise with_hint(crash, hint) from None
