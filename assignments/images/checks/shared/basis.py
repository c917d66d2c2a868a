"""What a function may be made of: where that is wrong too, it is told, and voids nothing here."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from autograder.checking.arguments import with_hint
from autograder.checking.student import Failed, StudentCrashed
from autograder.text.i18n import listed, said


@contextmanager
def made_of(parts: Mapping[str, Callable[[], object]]) -> Iterator[None]:
    """Say of a wrong answer which of the student's functions it may be made of is wrong, too.

    Such an answer may be right but for that function, so it does not mean nothing.

    Args: `parts`, by name, questions to those functions; each raises Failed where it is wrong.
    """
    try:
        yield
    except Failed as failed:
        told = _told(parts)
        if told:
            failed.message, failed.essential = listed([failed.message, told]), False
        raise
    except StudentCrashed as crash:
        told = "" if crash.missing else _told(parts)
        if not told:
            raise
        raise with_hint(crash, told) from None


def _told(parts: Mapping[str, Callable[[], object]]) -> str:
    wrong = next((name for name, ask in parts.items() if is_wrong(ask)), "")
    if not wrong:
        return ""
    return said(
        "`{name}` is wrong here, too: if this is made of it, correct that first.", name=wrong
    )


def is_wrong(ask: Callable[[], object]) -> bool:
    """Say whether a question raises Failed, or the student's code an exception of its own."""
    try:
        ask()
    except (Failed, StudentCrashed):
        return True
    return False
