"""The process that reads students' files: one request per line, a reply of plain data for each.

It needs the standard library alone, so it begins in a moment, and takes no more memory and
processor time than is set for each file. Everything before the limits are known to be kept is one
pass over the bytes that takes no memory; nothing here works on a structure recursively.
"""

import json
import os
import re
import resource
import stat
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from autograder.records.plaincell import notebook_text, plain_cells, raw_cells
from autograder.submission.intake.limits import (
    BYTES_MORE,
    BYTES_PER_BYTE,
    CPU_SECONDS,
    CPU_SECONDS_PER_MB,
    MEGABYTE,
    MOST_CELLS,
    MOST_NESTED,
    MOST_SOURCE,
    MOST_VALUES,
)

HEADER = struct.Struct(">Q")

# A string, also one that never ends, or a mark of JSON's structure; possessive, so that it never
# goes back and is linear in whatever bytes there are.
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_OPENS, _CLOSES, _COMMA = b"[{", b"]}", ord(",")


class Refused(Exception):
    """The file breaks a limit or is no notebook: which rule, and the number that it has."""

    def __init__(self, rule: str, number: float = 0, text: str = "") -> None:
        super().__init__(rule)
        self.reply = {"refused": rule, "number": number, "text": text}


def main() -> None:
    """Answer requests until there are no more."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    try:
        while (line := requests.readline()).endswith(b"\n"):  # else who asks was killed over it
            _send(replies, reply_to(json.loads(line)))
    except BrokenPipeError:  # nobody waits for the reply any more
        os._exit(0)  # Python would complain of what it cannot flush


def _send(replies: IO[bytes], reply: Mapping[str, Any]) -> None:
    content = json.dumps(reply).encode()
    replies.write(HEADER.pack(len(content)) + content)
    replies.flush()


def reply_to(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return `cells` of the file at `path`, or which rule it has `refused`, or `memory`."""
    try:
        data = _content(os.fsencode(request["path"]), request["most_mb"])
        return {"cells": cells_in(data)}
    except Refused as refusal:
        return refusal.reply
    except MemoryError:
        return {"memory": True}


def _content(path: bytes, most_mb: float) -> bytes:
    """Read a plain file of at most `most_mb` megabytes, and limit what reading it may use."""
    try:
        if not stat.S_ISREG(Path(os.fsdecode(path)).stat().st_mode):  # a pipe's reader would wait
            raise Refused("no file")
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            size = os.fstat(handle).st_size
            if size > most_mb * MEGABYTE:
                raise Refused("size", size / MEGABYTE)
            _limit(size)
            return file.read(size)
    except OSError as error:
        raise Refused("unreadable", text=error.strerror or str(error)) from error


def _limit(size: int) -> None:
    """Limit address space and processor time to what a file of this size can need."""
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _set_soft(resource.RLIMIT_AS, now + BYTES_PER_BYTE * size + BYTES_MORE)
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = CPU_SECONDS + CPU_SECONDS_PER_MB * size / MEGABYTE
    _set_soft(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + allowed) + 1)


def _set_soft(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def cells_in(data: bytes) -> list[list[Any]]:
    """Return the cells of a notebook as plain data; raises Refused."""
    try:
        require_small(data)
        notebook = json.loads(notebook_text(data))
    except UnicodeDecodeError as error:
        raise Refused("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise Refused("not JSON") from error
    del data
    found = raw_cells(notebook) if isinstance(notebook, dict) else []
    if not found:
        raise Refused("no cells")
    if len(found) > MOST_CELLS:
        raise Refused("cells", len(found))
    cells = plain_cells(notebook)
    characters = sum(len(cell.source) for cell in cells)
    if characters > MOST_SOURCE:
        raise Refused("source", characters)
    return [cell.to_json() for cell in cells]


def require_small(data: bytes) -> None:
    """Raise Refused for JSON that holds too many values, or one too deep within others.

    And UnicodeDecodeError for what is no text.
    """
    values, depth, deepest = 0, 0, 0
    for token in _TOKEN.finditer(data):
        mark = data[token.start()]
        if mark in _OPENS:
            depth += 1
            deepest = max(deepest, depth)
            values += 1
        elif mark in _CLOSES:
            depth -= 1
        elif mark == _COMMA:
            values += 1
        if values > MOST_VALUES:
            raise Refused("values")
    if depth:  # it was cut off, or is no text at all
        notebook_text(data)
        raise Refused("not JSON")
    if deepest > MOST_NESTED:
        raise Refused("nesting")
