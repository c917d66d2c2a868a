"""Files that somebody could hand in to harm who grades, and what must come of each.

Each is a function that gives the bytes of `toy.ipynb`; `says` are words of the refusal, "" for a
file that is read. `cells` is then how many cells are read of it.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class HostileFile:
    """One file: what it tries, how it is made, and what it must come to."""

    name: str
    tries: str
    make: Callable[[], bytes]
    says: str = ""
    cells: int = 0


def cell(source: Any = "x = 1", **more: Any) -> dict[str, Any]:
    """Return a code cell."""
    plain = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": []}
    return {**plain, "source": source, **more}


def notebook(*cells: Any, **more: Any) -> bytes:
    """Return a notebook's file."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": list(cells), **more}).encode()


def around(inner: bytes) -> bytes:
    """Return a notebook of one cell with some bytes of JSON in its metadata."""
    return b'{"cells":[{"cell_type":"code","source":"x","metadata":{"a":' + inner + b"}}]}"


def named(length: int) -> dict[str, Any]:
    return cell(id="i" * length, metadata={"nbgrader": {"grade_id": "g" * length}})


HOSTILE_FILES = (
    HostileFile("2,000 equal cells", "Is as large as it may be, and all of it is the same.",
                lambda: notebook(*[cell()] * 2000), cells=2000),
    HostileFile("10,000 equal cells", "Makes names for equal cells a matter of minutes.",
                lambda: notebook(*[cell()] * 10_000), "10,000 cells, more than 2,000"),
    HostileFile("100,000 equal cells", "Makes them a matter of hours.",
                lambda: notebook(*[cell()] * 100_000), "100,000 cells, more than 2,000"),
    HostileFile("cells in worksheets", "Hides cells in the sheets of an old format.",
                lambda: json.dumps({"worksheets": [{"cells": [cell()] * 30}] * 100}).encode(),
                "3,000 cells, more than 2,000"),
    HostileFile("a cell of 50 MB", "Holds a data set in a cell.",
                lambda: notebook(cell("x" * 50_000_000)), "hold 50.0 MB of text, more than 5 MB"),
    HostileFile("many cells of 50 kB", "Is large by many cells that are not.",
                lambda: notebook(*[cell("y" * 50_000)] * 200), "hold 10.0 MB of text"),
    HostileFile("a source of a million lines", "Writes each line as a string of its own.",
                lambda: notebook(cell(["x\n"] * 1_000_000)), cells=1),
    HostileFile("a million levels", "Nests lists until a parser has no stack left.",
                lambda: around(b"[" * 1_000_000 + b"]" * 1_000_000), "more than 200 levels deep"),
    HostileFile("201 maps", "Nests maps just deeper than may be.",
                lambda: around(b'{"a":' * 201 + b"1" + b"}" * 201), "more than 200 levels deep"),
    HostileFile("190 maps", "Nests maps as deeply as may be.",
                lambda: around(b'{"a":' * 190 + b"1" + b"}" * 190), cells=1),
    HostileFile("a million open lists", "Is cut off deep within lists.",
                lambda: around(b"[" * 1_000_000), "is not JSON"),
    HostileFile("brackets in a string", "Looks nested, and is text.",
                lambda: notebook(cell("[{" * 100_000)), cells=1),
    HostileFile("a million keys", "Fills a dictionary.",
                lambda: notebook(cell(metadata={f"k{n}": n for n in range(1_000_000)})), cells=1),
    HostileFile("twenty million lists", "Takes twenty times its size as memory.",
                lambda: around(b"[" + b"[]," * 20_000_000 + b"[]]"), "more than 2,000,000 values"),
    HostileFile("ten million strings", "Does so by empty strings.",
                lambda: around(b"[" + b'"",' * 10_000_000 + b'""]'), "more than 2,000,000 values"),
    HostileFile("numbers beyond all", "Holds NaN, Infinity and 1e400.",
                lambda: around(b"[1e400, NaN, -Infinity, -0.0]"), cells=1),
    HostileFile("a number of 100,000 digits", "Has Python compute for it.",
                lambda: around(b"9" * 100_000), "is not JSON"),
    HostileFile("equal keys", "Says everything twice, the last time otherwise.",
                lambda: b'{"cells":[],"cells":[{"cell_type":"code","source":"x","source":"y"}]}',
                cells=1),
    HostileFile("a string that never ends", "Opens a string of escaped quotes and leaves it open.",
                lambda: around(b'"' + b'\\"' * 10_000_000), "is not JSON"),
    HostileFile("an output of 100 MB", "Has a picture without end, and one wide character.",
                lambda: notebook(cell("\U0001f600"), cell(outputs=[{"data": "A" * 100_000_000}])),
                cells=2),
    HostileFile("an attachment of 50 MB", "Attaches what no page may grow by.",
                lambda: notebook(cell(attachments={"a.png": {"image/png": "A" * 50_000_000}})),
                cells=1),
    HostileFile("half characters", "Holds lone surrogates, which no file can.",
                lambda: b'{"cells":[{"cell_type":"code","source":"' + b"\\ud800" * 1000 + b'"}]}',
                cells=1),
    HostileFile("half characters as bytes", "Writes lone surrogates as no UTF-8 does.",
                lambda: around(b'"\xed\xa0\xbd"').replace(b'"x"', b'"x = 1  # \xed\xa0\xbd"'),
                cells=1),
    HostileFile("halves of one character", "Writes an emoji as two characters of three bytes.",
                lambda: notebook(cell("# \U0001f600")).replace(
                    b"\\ud83d\\ude00", b"\xed\xa0\xbd\xed\xb8\x80"), cells=1),
    HostileFile("half characters where nobody looks", "Hides them in outputs, tags and keys.",
                lambda: notebook(cell("x", outputs=[{"text": "\ud83d"}], metadata={
                    "\udc00": "\ud800", "tags": ["\ud83d"], "nbgrader": {"grade_id": "\udfff"}})),
                cells=1),
    HostileFile("ids of a megabyte", "Names its cells by a megabyte.",
                lambda: notebook(*[named(1_000_000)] * 20), cells=20),
    HostileFile("a thousand copies of a grade cell", "Says of every cell that it is graded.",
                lambda: notebook(*[cell("points", metadata={"nbgrader": {
                    "grade_id": "masks-grade", "grade": True, "points": 1e9}})] * 1000),
                cells=1000),
    HostileFile("a thousand copies of a solution", "Hands in each answer a thousand times.",
                lambda: notebook(*[cell(f"x = {n}", metadata={"nbgrader": {
                    "grade_id": "masks-first", "solution": True}}) for n in range(1000)]),
                cells=1000),
    HostileFile("words without end", "Has every cell compared with every released one.",
                lambda: notebook(*[cell(" ".join(f"w{n}_{m}" for m in range(250)), id="")
                                   for n in range(1900)]), cells=1900),
    HostileFile("UTF-16", "Is text, but not in UTF-8.",
                lambda: notebook(cell()).decode().encode("utf-16"), "is not UTF-8"),
    HostileFile("a mark of byte order", "Begins with what Windows writes before UTF-8.",
                lambda: b"\xef\xbb\xbf" + notebook(cell()), cells=1),
    HostileFile("gzip", "Is compressed.", lambda: gzip.compress(notebook(cell())), "is not UTF-8"),
    HostileFile("zeros", "Is a disk's empty block.", lambda: bytes(1_000_000), "is not JSON"),
    HostileFile("nothing", "Is empty.", lambda: b"", "is not JSON"),
)  # fmt: skip
