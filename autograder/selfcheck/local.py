"""A Transport in this very process: for a student's own notebook, and for known code in tests.

Never used for grading: code asked through it runs with all the rights of the caller.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from torch import Tensor

from autograder.checking.forms import told_form
from autograder.checking.student import Failed, NoGradient, Play, StudentCrashed
from autograder.text.i18n import quoted, said
from autograder.worker import wire
from autograder.worker.data import NotData
from autograder.worker.dispatch import Dispatcher, Missing
from autograder.worker.dispatch import NoGradient as BenchNoGradient
from autograder.worker.exceptions import base_kind_of

STUB = " is not written yet"  # how the text of a released stub's exception ends


class LocalTransport:
    """Answers requests by a Dispatcher over a namespace in this process."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._play: Play | None = None
        self._refused: Failed | None = None
        self._dispatcher = Dispatcher(namespace, self._played)

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Carry out one request; an exception of the code asked is a StudentCrashed."""
        self._play, self._refused = play, None
        try:
            return copied(self._dispatcher.answer(copied(dict(request))))
        except Exception as error:  # the boundary to the student's code: anything may come
            if self._refused is not None:
                raise self._refused from None
            raise crash_of(error, str(request.get("name", ""))) from error
        finally:
            self._play = None

    def _played(self, method: str, args: Sequence[Any]) -> Any:
        assert self._play is not None, "an oracle was called after its question had ended"
        try:
            return copied(self._play(method, copied(list(args))))
        except Failed as refused:
            self._refused = refused
            raise

    def fresh(self) -> "LocalTransport":
        """Return a transport over the same namespace: in a notebook there is no other process."""
        return LocalTransport(self._namespace)

    def close(self) -> None:
        """Do nothing: there is no process of its own to end."""


def copied(value: Any) -> Any:
    """Copy plain data, tensors included, so that neither side can change the other's."""
    if isinstance(value, Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(copied(item) for item in value)
    return value


def crash_of(error: Exception, name: str) -> StudentCrashed:
    """Say an exception of the student's code as a finding would."""
    kind, detail = base_kind_of(error), quoted(str(error))
    if isinstance(error, BenchNoGradient):
        return NoGradient(said("The result does not require a gradient."), "exception")
    if isinstance(error, Missing):
        message = said("`{name}` is not defined: run its cell, or restore its name.", name=name)
        return StudentCrashed(message, "exception", kind="NameError")
    if isinstance(error, NotImplementedError):
        return StudentCrashed(_unwritten(str(error)), "exception", kind=kind)
    if isinstance(error, NotData):
        told = told_form(said("The answer is not a tensor or plain data."), error.form)
        return StudentCrashed(told, "exception", detail=detail)
    if isinstance(error, wire.TooLarge):
        return StudentCrashed(said("The answer holds more data than was asked for."), "output")
    message = said("Your code raised {kind}.", kind=kind)
    return StudentCrashed(message, "exception", detail=detail, kind=kind)


def _unwritten(said_by_stub: str) -> str:
    """Say what the stub of a handout raises with, or what a student has made of it."""
    name, sentence, rest = said_by_stub.partition(STUB)
    if sentence and not rest:
        return said("{name} is not written yet.", name=name)
    return f"{said_by_stub}.".replace("..", ".")
