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

    So are the methods of what it constructs. A RuntimeError, which is what autograd raises there,
    comes with a sentence that says so.
    """
    return student.through(_Inference)


@dataclass(frozen=True)
class _Inference:
    """A transport whose calls run in inference mode."""

    _transport: Transport

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Send a request, to be carried out in inference mode."""
        try:
            return self._transport.ask({**request, "inference": True}, play, max_bytes)
        except StudentCrashed as crash:
            raise with_hint(crash, BY_HAND) if crash.kind == "RuntimeError" else crash from None

    def fresh(self) -> "_Inference":
        """Return the same in a new process."""
        return _Inference(self._transport.fresh())

    def close(self) -> None:
        """End the process."""
        self._transport.close()
