"""The student's code, asked where autograd records nothing: derivatives are theirs to work out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.checking.arguments import with_hint
from autograder.checking.student import Student
from autograder.checking.transport import Play, StudentCrashed, Transport
from autograder.text.i18n import said

BY_HAND = said("Autograd records nothing here: derive the gradient by hand.")


def without_autograd(student: Student) -> Student:
    """Return the same submission, called under `torch.inference_mode()`.

    So are the methods of what it constructs. What is recorded all the same, as by
    `torch.func.grad`, raises RuntimeError, as autograd itself does; such an error comes with a
    sentence that says why.
    """
    return student.through(_WithoutAutograd)


@dataclass(frozen=True)
class _WithoutAutograd:
    """A transport whose calls record nothing."""

    _transport: Transport

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Send a request, to be carried out without autograd."""
        try:
            return self._transport.ask({**request, "without_autograd": True}, play, max_bytes)
        except StudentCrashed as crash:
            raise with_hint(crash, BY_HAND) if crash.kind == "RuntimeError" else crash from None

    def fresh(self) -> "_WithoutAutograd":
        """Return the same in a new process."""
        return _WithoutAutograd(self._transport.fresh())

    def close(self) -> None:
        """End the process."""
        self._transport.close()
