"""A Transport in this very process: for a student's own notebook, and for known code in tests.

Never used for grading: code asked through it runs with all the rights of the caller.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from torch import Tensor

from autograder.checking.student import Failed, Play, StudentCrashed
from autograder.course.seconds import Seconds
from autograder.diagnosis.raised import (
    STUB,
    is_of_stub,
    of_raised,
    out_of_time,
    raised_by_torch,
    subject_of,
)
from autograder.selfcheck.limits import TimeLimit, limited
from autograder.selfcheck.places import place_of
from autograder.text.i18n import said
from autograder.worker.dispatch import Dispatcher, Missing
from autograder.worker.faults import fault_of


class LocalTransport:
    """Answers requests by a Dispatcher over a namespace in this process.

    Args: `seconds`, the limits of each question and of all together, None for none.
    """

    def __init__(self, namespace: dict[str, Any], seconds: Seconds | None = None) -> None:
        self._namespace = namespace
        self._seconds = seconds
        self._used = 0.0
        self._play: Play | None = None
        self._refused: Failed | None = None
        self._dispatcher = Dispatcher(namespace, self._played)

    def ask(self, request: Mapping[str, Any], play: Play | None, max_bytes: int) -> Any:
        """Carry out one request; an exception of the code asked is a StudentCrashed."""
        self._play, self._refused = play, None
        try:
            with self._timed(request):
                return copied(self._dispatcher.answer(copied(dict(request))))
        except StudentCrashed:
            raise
        except Exception as error:  # the boundary to the student's code: anything may come
            if self._refused is not None:
                raise self._refused from None
            raise crash_of(error, request, self._namespace) from error
        finally:
            self._play = None

    @contextmanager
    def _timed(self, request: Mapping[str, Any]) -> Iterator[None]:
        """Stop the body at a limit, as a StudentCrashed."""
        seconds = self._seconds
        if seconds is None:
            yield
            return
        if self._used >= seconds.whole:
            raise out_of_time("whole", request, seconds.whole)
        start = time.process_time()
        try:
            with limited(seconds):
                yield
        except TimeLimit as met:
            idle = met.limit == "idle"
            self._used += seconds.idle if idle else 0
            most = seconds.idle if idle else seconds.call
            raise out_of_time(met.limit, request, most) from None
        finally:
            self._used += time.process_time() - start

    def _played(self, method: str, args: Sequence[Any]) -> Any:
        assert self._play is not None, "an oracle was called after its question had ended"
        try:
            return copied(self._play(method, copied(list(args))))
        except Failed as refused:
            self._refused = refused
            raise

    def fresh(self) -> "LocalTransport":
        """Return this transport: in a notebook there is no other process."""
        return self

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


def crash_of(
    error: Exception, request: Mapping[str, Any], namespace: Mapping[str, Any]
) -> StudentCrashed:
    """Say an exception of the code in a notebook's namespace as grading would."""
    if isinstance(error, Missing):
        name = str(request.get("name", ""))
        message = said("`{name}` is not defined: run its cell, or restore its name.", name=name)
        return StudentCrashed(message, "exception", kind="NameError")
    fault = fault_of(error, place_of(error, namespace))
    if is_of_stub(fault):
        told = _unwritten(str(error), subject_of(request))
        return StudentCrashed(told, "exception", kind="NotImplementedError")
    return of_raised(raised_by_torch(fault), request)


def _unwritten(said_by_stub: str, subject: str) -> str:
    """Say what the stub of a handout raises with, or what a student has made of it."""
    name, sentence, rest = said_by_stub.partition(STUB)
    if not sentence:
        return said("{subject} is not written yet.", subject=subject)
    if not rest:
        return said("{name} is not written yet.", name=name)
    return f"{said_by_stub}.".replace("..", ".")
