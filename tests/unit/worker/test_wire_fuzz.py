"""Random and mutated frames: the grader refuses them in time, in little memory, and lives."""

import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checking.student import Failed, StudentCrashed
from autograder.course.options import Limits
from autograder.sandbox.process import Reading
from autograder.sandbox.question import Question, Refused
from autograder.sandbox.stopwatch import Allowance, Spent, Stopwatch
from autograder.worker import wire

REFUSALS = (wire.ProtocolError, wire.Deadline, wire.PeerGone)
LIMITS = Limits(call_seconds=1, idle_seconds=1, cpu_seconds=5)
SECONDS = 0.1
HANGS = 20  # seconds, by which even a busy machine is not late
ROOM = 1 << 16
MOST_MEMORY = 8 << 20  # bytes, for frames below 64 kB

VALUES: list[Any] = [
    {"seq": 1, "ok": True, "value": torch.arange(12.0).view(3, 4)},
    {"seq": 1, "ok": True, "value": [1, None, "text", {"a": torch.tensor([True, False])}]},
    {"seq": 1, "ok": False, "error": {"kind": "ValueError", "text": "no", "where": "line 1"}},
    {"seq": 1, "oracle": "0.forward", "args": [torch.zeros(1, 1, 2, 2)]},
    {"ready": True},
]
FRAMES = [b"".join(bytes(part) for part in wire.encode(value, ROOM)) for value in VALUES]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A true frame, then bytes changed, cut out, doubled or put in; or two frames spliced."""
    frame = bytearray(draw(st.sampled_from(FRAMES)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(frame) - 1)))
        match draw(st.sampled_from(["change", "cut", "double", "insert", "splice"])):
            case "change" if frame:
                frame[at] = draw(st.integers(0, 255))
            case "cut":
                del frame[at : at + draw(st.integers(1, 9))]
            case "double":
                frame[at:at] = frame[at : at + draw(st.integers(1, 9))]
            case "insert":
                frame[at:at] = draw(st.binary(min_size=1, max_size=9))
            case _:
                frame[at:] = draw(st.sampled_from(FRAMES))[at:]
    return bytes(frame)


garbage = st.one_of(
    mutated(), st.binary(max_size=200), st.binary(max_size=100).map(b"DGM1".__add__)
)


@contextmanager
def heard(data: bytes, *, hang_up: bool) -> Iterator[socket.socket]:
    """A connection on which a process has said `data`, and then nothing."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        if hang_up:
            theirs.shutdown(socket.SHUT_WR)
        yield ours


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(data=garbage, hang_up=st.booleans())
def test_no_frame_harms_the_receiver(data: bytes, hang_up: bool) -> None:
    with heard(data, hang_up=hang_up) as connection:
        start = time.monotonic()
        with suppress(*REFUSALS):
            wire.receive(connection, deadline=start + SECONDS, max_bytes=ROOM)
        assert time.monotonic() - start < SECONDS + HANGS


@settings(max_examples=300, deadline=None)
@given(header=st.binary(max_size=2_000), body=st.binary(max_size=64))
def test_no_header_is_more_than_refused(header: bytes, body: bytes) -> None:
    tracemalloc.start()
    try:
        wire.decode(header, body)
    except wire.ProtocolError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < MOST_MEMORY


@settings(max_examples=300, deadline=None)
@given(sizes=st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1)))
def test_a_frame_is_measured_before_anything_is_allocated(sizes: tuple[int, int]) -> None:
    tracemalloc.start()
    try:
        with heard(wire.PREFIX.pack(wire.MAGIC, *sizes), hang_up=True) as connection:
            wire.receive(connection, max_bytes=ROOM)
    except (wire.TooLarge, wire.PeerGone, wire.ProtocolError):
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < MOST_MEMORY


class Peer:
    """A process that answers the first question with bytes of its own, and takes all it is sent."""

    def __init__(self, data: bytes) -> None:
        self.ours, self._theirs = socket.socketpair()
        self._thread = threading.Thread(target=self._talk, args=(data,))
        self._thread.start()

    def _talk(self, data: bytes) -> None:
        with self._theirs, suppress(OSError):  # the grader may hang up at any moment
            self._theirs.recv(1)
            self._theirs.sendall(data)
            while self._theirs.recv(1 << 16):
                pass

    def close(self) -> None:
        self.ours.close()
        self._thread.join()


class Asleep:
    """A process that does nothing but wait."""

    counted = 0.0

    def reading(self) -> Reading:
        return Reading(0.0, asleep=True)


def played(method: str, args: Any) -> Any:
    """An oracle that is content with two by two images only."""
    (x,) = args
    if x.shape != (1, 1, 2, 2):
        raise Failed("This is no image.")
    return x


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(data=garbage, oracle=st.booleans())
def test_no_reply_is_more_than_the_students_crash(data: bytes, oracle: bool) -> None:
    arguments = [{"~oracle": 0, "methods": {"forward": ["x"]}}] if oracle else []
    request = {"op": "call", "name": "f", "args": arguments}
    peer = Peer(data)
    start = time.monotonic()
    try:
        question = Question(1, request, played if oracle else None, ROOM, wire.MAX_HEADER, LIMITS)
        allowance = Allowance(Stopwatch(SECONDS), LIMITS, Asleep(), tick=SECONDS / 4)
        question.put(peer.ours, allowance)
    except (StudentCrashed, Failed, Refused, Spent, *REFUSALS):
        pass
    finally:
        peer.close()
    assert time.monotonic() - start < SECONDS + HANGS


def test_the_grader_does_not_grow() -> None:
    def hear_all() -> None:
        for frame in FRAMES * 40:
            with heard(frame, hang_up=True) as connection:
                wire.receive(connection, max_bytes=ROOM)

    hear_all()
    tracemalloc.start()
    hear_all()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(5):
        hear_all()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 100_000
