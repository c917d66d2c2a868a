"""Transport to the student's code, and the errors of an answer that cannot be read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from autograder.records.verdict import Cause, Picture
from autograder.text.i18n import said

Play = Callable[[str, Sequence[Any]], Any]


class Failed(Exception):
    """The answer is wrong.

    `message` must be fit for a hidden check: it names the mistake and where to look, never a
    value that the student's code returned. `detail` holds such values; only visible checks show it.
    `essential` says whether the answers of the name that the check is about mean nothing, whatever
    the check says; `scale`, of which name the answers are a unit or a sign off, and the factor.
    """

    def __init__(
        self,
        message: str,
        *,
        detail: str = "",
        picture: Picture | None = None,
        essential: bool | None = None,
        scale: tuple[str, float] | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.detail, self.picture = message, detail, picture
        self.essential, self.scale = essential, scale


class WrongForm(Failed):
    """The answer could not be read for what was asked: that tells nothing of its meaning."""


class WrongShape(WrongForm):
    """The answer has another shape than was asked for."""


class WrongDtype(WrongForm):
    """The answer has another dtype than was asked for."""


class StudentCrashed(Exception):
    """The student's code raised, died or ran out of something.

    `message` is safe for a hidden check; `detail` (exception text, line) is for visible ones only.
    """

    def __init__(self, message: str, cause: Cause, *, detail: str = "", kind: str = "") -> None:
        super().__init__(message)
        self.message, self.cause, self.detail, self.kind = message, cause, detail, kind

    @property
    def unwritten(self) -> bool:
        """Say whether it is the released stub that raised."""
        return self.kind == "NotImplementedError"

    @property
    def missing(self) -> bool:
        """Say whether there is nothing to ask: a stub, or a name that is not defined."""
        return self.kind in ("NotImplementedError", "NameError")


class NoGradient(StudentCrashed):
    """The result does not require a gradient, so there is none to ask for."""


def lost_answer(subject: str) -> StudentCrashed:
    """Tell that what came back is no answer to what was asked; `subject` begins the sentence."""
    message = said(
        "{subject} broke the line between its process and the grader, so its answer is lost: "
        "close no files that you have not opened, and write only to your own.",
        subject=subject,
    )
    return StudentCrashed(message, "protocol")


class Transport(Protocol):
    """Where questions are answered; every failure of the student's code is a StudentCrashed."""

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Send one request, serve the oracle calls it makes through `play`, give its value."""

    def fresh(self) -> "Transport":
        """Return a transport with the same cells in a new process (in a notebook: itself)."""

    def close(self) -> None:
        """End the process behind this transport."""
