"""One question on the wire: sent, its oracle calls served, its reply checked."""

import logging
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from autograder.checking.student import Failed, Play, StudentCrashed
from autograder.course.options import Limits
from autograder.errors import Starved
from autograder.sandbox import crashes
from autograder.sandbox.stopwatch import Allowance, Spent
from autograder.text.sanitize import plain
from autograder.worker import wire

log = logging.getLogger("autograder")

REQUEST_BYTES = 1 << 28
REQUEST_HEADER = 1 << 24
ORACLE_BYTES = 1 << 22
LONGEST_FAULT = 300
MOST_NOTES = 2_000  # of statements that begin, in one cell
DEEPEST = 8  # magics within each other
# What a process may still use of each limit, once the grader answers its calls no more.
LAST_SECONDS = 1.0


class Refused(Exception):
    """The played model has refused a call, which decides the question; why is in `failed`.

    `fault`, what has become of the process since, None when it has replied as it should.
    """

    def __init__(self, failed: Failed, fault: Exception | None) -> None:
        super().__init__(failed.message)
        self.failed, self.fault = failed, fault


@dataclass(frozen=True)
class Question:
    """One request under its number; `max_bytes` and `max_header` bound the reply.

    `lent`, what may be called back besides the models in the request; `reached`, lines of the
    statement that the process says it has come to, for a cell.
    """

    number: int
    request: Mapping[str, Any]
    play: Play | None
    max_bytes: int
    max_header: int
    limits: Limits
    lent: frozenset[str] = frozenset()
    reached: list[int] = field(default_factory=list)

    def put(self, connection: socket.socket, allowance: Allowance) -> Any:
        """Put the question and give the value of its reply.

        Raises StudentCrashed for an exception that the process reports, Refused when `play`
        refuses, Spent and Starved of the allowance, and the wire's exceptions when the process is
        gone or says what it must not. Raises ValueError when the request itself is not data, by a
        mistake of a check.
        """
        parts = self._encoded()
        _refuse_early(connection)
        wire.transmit(connection, parts, wait=allowance.wait)
        notes = MOST_NOTES if self.request["op"] == "cell" else 0
        while True:
            frame = self._received(connection, allowance)
            if notes and frame.keys() == {"seq", "at"}:  # with nothing besides: it is not paid for
                notes -= 1
                self.reached[:] = _lines(frame["at"])
                continue
            if "oracle" not in frame:
                return self._value(frame)
            answer, failed = self._played(frame)
            if failed is not None:
                raise Refused(failed, self._heard_out(connection, allowance, answer)) from failed
            wire.transmit(connection, answer, wait=allowance.wait)

    def _heard_out(
        self, connection: socket.socket, allowance: Allowance, answer: list[bytes | memoryview]
    ) -> Exception | None:
        """Tell the process that it is answered no more, and hear its reply, which is worth nothing.

        Gives what went wrong instead of a reply: then the process has to be ended.
        """
        allowance.shorten(LAST_SECONDS)
        try:
            wire.transmit(connection, answer, wait=allowance.wait)
            self._value(self._received(connection, allowance))
        except StudentCrashed:
            return None
        except (Spent, Starved, wire.ProtocolError, wire.PeerGone) as fault:
            return fault
        return None

    @cached_property
    def _offered(self) -> set[str]:
        """Return the addresses of all oracle methods that may be called."""
        found = set(self.lent)
        for value in (*self.request.get("args", ()), *self.request.get("kwargs", {}).values()):
            _collect(value, found)
        return found

    def _encoded(self) -> list[bytes | memoryview]:
        bounds = {"seq": self.number, "room": self.max_bytes, "header": self.max_header}
        try:
            return wire.encode({**self.request, **bounds}, REQUEST_BYTES, REQUEST_HEADER)
        except wire.ProtocolError as error:
            raise ValueError(f"a check asks with something that is not data: {error}") from error

    def _received(self, connection: socket.socket, allowance: Allowance) -> dict[str, Any]:
        room = self.max_bytes if self.play is None else max(self.max_bytes, ORACLE_BYTES)
        frame = wire.receive(
            connection, wait=allowance.wait, max_bytes=room, max_header=self.max_header
        )
        allowance.heard()
        if type(frame) is not dict:
            raise wire.ProtocolError("a reply of another form")
        number = frame.get("seq")
        if type(number) is not int or number != self.number:  # True is no 1, and a tensor no number
            raise wire.ProtocolError("a reply to another question")
        return frame

    def _value(self, frame: Mapping[str, Any]) -> Any:
        if frame.get("ok") is True and set(frame) == {"seq", "ok", "value"}:
            return frame["value"]
        error = frame.get("error")
        if frame.get("ok") is not False or type(error) is not dict:
            raise wire.ProtocolError("a reply of another form")
        texts = {key: error.get(key) for key in ("kind", "text", "where")}
        if not all(type(text) is str and len(text) <= 2_000 for text in texts.values()):
            raise wire.ProtocolError("an error of another form")
        raise crashes.of_error(
            {key: str(text) for key, text in texts.items()}, self.request, self.limits
        )

    def _played(self, frame: Mapping[str, Any]) -> tuple[list[bytes | memoryview], Failed | None]:
        """Answer one oracle call; give the frame to send, and the refusal, if there is one."""
        method, args = frame["oracle"], frame.get("args")
        if self.play is None or type(args) is not list:
            raise wire.ProtocolError("an oracle call where there is none to make")
        if type(method) is not str or method not in self._offered:
            raise wire.ProtocolError("a call of an oracle that was not given")
        try:
            value = {"value": self.play(method, args)}
            return wire.encode(value, REQUEST_BYTES, REQUEST_HEADER), None
        except Failed as failed:
            return _refused("the grader has seen enough", last=True), failed
        except Exception as error:  # as with any model, wrong input raises in the caller's code
            told = plain(str(error), LONGEST_FAULT)
            log.info("the oracle %s raised %s: %s", method, type(error).__name__, told)
            return _refused("the model cannot take this input", last=False), None


def _refused(text: str, *, last: bool) -> list[bytes | memoryview]:
    return wire.encode({"refused": text, "last": last}, 0)


def _refuse_early(connection: socket.socket) -> None:
    """Raise ProtocolError when the process has written before it was asked.

    From here on the connection does not block: who waits for it counts what is used meanwhile.
    """
    try:
        connection.setblocking(False)
        waiting = connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return
    except OSError as error:
        raise wire.PeerGone(str(error)) from error
    if waiting:
        raise wire.ProtocolError("a reply came before its question")


def _lines(value: Any) -> list[int]:
    """Return the lines of a statement; raises ProtocolError where they are none."""
    if type(value) is not list or not 1 <= len(value) <= DEEPEST:
        raise wire.ProtocolError("a place of another form")
    if not all(type(line) is int and 0 < line < 1 << 20 for line in value):
        raise wire.ProtocolError("a place of another form")
    return value


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, Mapping) and "~oracle" in value:
        found.update(f"{value['~oracle']}.{method}" for method in value["methods"])
    elif isinstance(value, Mapping):
        for item in value.values():
            _collect(item, found)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            _collect(item, found)
