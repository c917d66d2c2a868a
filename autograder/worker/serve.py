"""Answers the grader's requests in the student's process, one after another, until it hangs up.

Untrusted from the first cell on: the student's code can do all that this module can, so the
grader takes whatever comes back for an answer of the student's.
"""

import os
import socket
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from autograder.worker import wire
from autograder.worker.dispatch import Dispatcher
from autograder.worker.exceptions import text_of, where
from autograder.worker.faults import fault_of
from autograder.worker.notebook import Notebook
from autograder.worker.placement import Placement, on_gpu
from autograder.worker.stand_in import stand_in
from autograder.worker.statements import Place
from autograder.worker.without_gpu import WithoutGpu

REQUEST_BYTES = 1 << 28
REQUEST_HEADER = 1 << 24
ORACLE_BYTES = 1 << 22


class Asking:
    """The oracle's side of one question: calls that the student's code makes back to the grader."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._number = 0
        self._open = False
        self._lock = threading.Lock()

    def begin(self, number: int) -> None:
        """Allow calls for the request of this number."""
        self._number, self._open = number, True

    def end(self) -> None:
        """Wait for a call under way, and allow no more."""
        with self._lock:
            self._open = False

    def play(self, method: str, args: Sequence[Any]) -> Any:
        """Have the grader answer one call; raises RuntimeError when it does not."""
        with self._lock:
            if not self._open:
                raise RuntimeError("the model answers only while the grader asks about it")
            frame = {"seq": self._number, "oracle": method, "args": list(args)}
            wire.send(self._connection, frame, max_bytes=ORACLE_BYTES)
            reply = wire.receive(
                self._connection, max_bytes=REQUEST_BYTES, max_header=REQUEST_HEADER
            )
            if "value" in reply:
                return reply["value"]
            self._open = not reply["last"]
            raise RuntimeError(reply["refused"])

    def note(self, place: Place) -> None:
        """Tell the grader which statement of a cell begins."""
        with self._lock:
            if self._open:
                wire.send(self._connection, {"seq": self._number, "at": list(place)})


class Service:
    """One submission's process as the grader talks to it."""

    def __init__(self, connection: socket.socket, placement: Placement) -> None:
        self._connection = connection
        no_gpu = placement.device.type == "cpu"
        self._notebook = Notebook(WithoutGpu().before if no_gpu else None)
        self._notebook.install()
        self._asking = Asking(connection)
        self._dispatcher = Dispatcher(self._notebook.namespace, self._asking.play, placement)

    def run(self) -> None:
        """Say that the process is ready, then answer until the grader hangs up."""
        wire.send(self._connection, {"ready": True})
        while True:
            request = wire.receive(
                self._connection, max_bytes=REQUEST_BYTES, max_header=REQUEST_HEADER
            )
            self._reply(request)

    def _reply(self, request: Mapping[str, Any]) -> None:
        number, answer = request["seq"], self._answer(request)
        try:
            header = request.get("header", wire.MAX_HEADER)
            parts = wire.encode({"seq": number, **answer}, request["room"], header)
        except Exception as error:  # an answer that cannot be sent: anything may come of looking
            kind = "TooLarge" if isinstance(error, wire.TooLarge) else "NotData"
            fault = {"kind": kind, "text": text_of(error), "where": ""}
            parts = wire.encode({"seq": number, "ok": False, "error": fault}, 0)
        wire.transmit(self._connection, parts)

    def _answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self._asking.begin(request["seq"])
        try:
            value = (
                self._cell(request) if request["op"] == "cell" else self._dispatcher.answer(request)
            )
            return {"ok": True, "value": value}
        except BaseException as error:  # the student's code: anything may come, SystemExit too
            return {"ok": False, "error": fault_of(error, where(error, self._notebook.names))}
        finally:
            self._asking.end()

    def _cell(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self._notebook.steps.begin(tuple(request["until"]), self._asking.note)
        done = self._notebook.run(
            request["source"],
            request["name"],
            request["characters"],
            request["pictures"],
            request["picture_bytes"],
        )
        # Once the cell has run, which may have defined them: what comes later meets these.
        for name in request.get("lent", ()):
            self._notebook.namespace[name] = stand_in(name, self._asking.play)
        pictures = [torch.frombuffer(bytearray(png), dtype=torch.uint8) for png in done.pictures]
        return {"stdout": done.stdout, "error": done.error, "pictures": pictures}


def serve(descriptor: int, gpu_percent: int) -> None:
    """Serve the wire at `descriptor`, then end the process without running anything of it."""
    try:
        placement = on_gpu(gpu_percent) if gpu_percent else Placement()
        Service(socket.socket(fileno=descriptor), placement).run()
    finally:  # whatever it was, there is nobody left to tell
        os._exit(wire.BROKEN_STATUS)
