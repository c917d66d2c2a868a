"""Frames between grader and worker over a socket, within lengths and times; see frames.py."""

import select
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from autograder.worker.frames import (
    BROKEN_STATUS,
    MAGIC,
    MAX_HEADER,
    MAX_ITEMS,
    PREFIX,
    ProtocolError,
    TooLarge,
    decode,
    encode,
)

__all__ = [
    "BROKEN_STATUS",
    "MAGIC",
    "MAX_HEADER",
    "MAX_ITEMS",
    "PREFIX",
    "Deadline",
    "PeerGone",
    "ProtocolError",
    "TooLarge",
    "decode",
    "encode",
    "receive",
    "send",
    "transmit",
]

# Waits until a connection, which does not block, is ready for a poll event; raises as it likes.
Wait = Callable[[socket.socket, int], None]


class Deadline(Exception):
    """The time for a frame ran out before all of it was there."""


class PeerGone(Exception):
    """The other side closed the connection or died."""


def send(
    connection: socket.socket,
    value: object,
    *,
    deadline: float | None = None,
    max_bytes: int = 1 << 28,
    max_header: int = MAX_HEADER,
) -> None:
    """Send `value` as one frame; `encode` and `transmit` in one.

    Raises ProtocolError, TooLarge, Deadline and PeerGone.
    """
    transmit(connection, encode(value, max_bytes, max_header), deadline=deadline)


def transmit(
    connection: socket.socket,
    parts: Iterable[bytes | memoryview],
    *,
    deadline: float | None = None,
    wait: Wait | None = None,
) -> None:
    """Send the parts of a frame.

    Args: `deadline`, a time.monotonic() second, None for never; `wait`, instead of it, for a
    connection that does not block. Raises Deadline, PeerGone, and what `wait` raises.
    """
    for part in parts:
        rest = memoryview(part)
        while rest:
            _await(connection, select.POLLOUT, deadline, wait)
            try:
                sent = connection.send(rest)
            except BlockingIOError:
                continue
            except TimeoutError as error:
                raise Deadline("the peer did not take a frame in time") from error
            except OSError as error:
                raise PeerGone(str(error)) from error
            rest = rest[sent:]


def receive(
    connection: socket.socket,
    *,
    deadline: float | None = None,
    wait: Wait | None = None,
    max_bytes: int,
    max_header: int = MAX_HEADER,
) -> Any:
    """Receive one frame and give the value it carries; tensors in it are plain and new.

    Args: `deadline`, a time.monotonic() second, None for never; `wait`, instead of it, for a
    connection that does not block; `max_bytes`, most bytes of all tensors together. Raises
    ProtocolError, TooLarge, Deadline, PeerGone, and what `wait` raises.
    """
    prefix = _exactly(connection, PREFIX.size, deadline, wait)
    magic, header_bytes, body_bytes = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise ProtocolError("the frame does not begin as one")
    if header_bytes > max_header or body_bytes > max_bytes:
        raise TooLarge(f"a frame of {header_bytes} + {body_bytes} bytes")
    header = _exactly(connection, header_bytes, deadline, wait)
    body = _exactly(connection, body_bytes, deadline, wait)
    return decode(header, body)


def _exactly(
    connection: socket.socket, size: int, deadline: float | None, wait: Wait | None
) -> bytearray:
    buffer = bytearray(size)
    rest = memoryview(buffer)
    while rest:
        _await(connection, select.POLLIN, deadline, wait)
        try:
            got = connection.recv_into(rest)
        except BlockingIOError:
            continue
        except TimeoutError as error:
            raise Deadline("no whole frame came in time") from error
        except OSError as error:
            raise PeerGone(str(error)) from error
        if got == 0:
            raise PeerGone("the connection was closed")
        rest = rest[got:]
    return buffer


def _await(
    connection: socket.socket, event: int, deadline: float | None, wait: Wait | None
) -> None:
    if wait is not None:
        wait(connection, event)
        return
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        raise Deadline("the time for a frame ran out")
    try:
        connection.settimeout(left)
    except OSError as error:
        raise PeerGone(str(error)) from error
