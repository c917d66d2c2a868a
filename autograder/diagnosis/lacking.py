"""Why a name is not there, though no cell that defines it stopped: it never came to be, or went.

Found in the text of cells alone, without Python's parser, which students' text can bring down.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.diagnosis.hints import PACKAGES, hint_of
from autograder.records.cell import CodeCell
from autograder.text.i18n import Said, quoted, said

LONGEST_LINE = 300
HERE = frozenset({"torch", "numpy", "matplotlib", "torchvision", "IPython", "PIL", "triton"})

_DEFINED = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)")
_STAR = re.compile(r"^from[ \t]+(\w+)[\w.]*[ \t]+import[ \t]*\*")
_RESET = re.compile(r"^%reset(?:_selective)?\b|^get_ipython\(\)\.\w*magic\(['\"]reset\b")
_MAGIC = re.compile(r"^%%(\w{1,40})")
_RUNS = frozenset({"time", "timeit", "capture", "prun", "memit", "writefile", "mprun", "lprun"})


@dataclass(frozen=True)
class Lack:
    """Where to look for a name that is not there, and why; `kind` as a hint has it."""

    kind: str
    cell: CodeCell
    line: int
    why: Said


def lack_of(name: str, cells: Sequence[CodeCell], left_out: Sequence[CodeCell]) -> Lack | None:
    """Say why a name is not there; `left_out`, the submission's cells that grading does not run."""
    ways = (_below_magic, _left_out, _deleted, _renamed, _starred)
    return next((lack for way in ways if (lack := way(name, cells, left_out))), None)


def _below_magic(name: str, cells: Sequence[CodeCell], left_out: Sequence[CodeCell]) -> Lack | None:
    for cell in cells:
        magic = _MAGIC.match(cell.source)
        if magic and magic[1] not in _RUNS and name in _defined(cell):
            why = said(
                "The cell begins with {magic}, so grading does not run it: remove that line.",
                magic=quoted(f"`%%{magic[1]}`"),
            )
            return Lack("magic", cell, 1, why)
    return None


def _left_out(name: str, cells: Sequence[CodeCell], left_out: Sequence[CodeCell]) -> Lack | None:
    for cell in left_out:
        if name in (defined := _defined(cell)):
            why = said(
                "{name} is defined there, in a cell with a tag that keeps it from being run: put "
                "what answers use into a cell without the tag.",
                name=quoted(f"`{name}`"),
            )
            return Lack("ungraded", cell, defined[name], why)
    return None


def _deleted(name: str, cells: Sequence[CodeCell], left_out: Sequence[CodeCell]) -> Lack | None:
    delete = re.compile(rf"^del[ \t(]+(?:[\w \t]+,)*[ \t]*{re.escape(name)}\b")
    for cell, number, line in _lines(cells):
        if _RESET.match(line) or delete.match(line):
            why = said("That line deletes names that other cells need: remove it.")
            return Lack("deleted", cell, number, why)
    return None


def _renamed(name: str, cells: Sequence[CodeCell], left_out: Sequence[CodeCell]) -> Lack | None:
    for cell in cells:
        for other, line in _defined(cell).items():
            if _is_like(other, name):
                why = said(
                    "{other} is defined there, and {name} is asked for: give it that name.",
                    other=quoted(f"`{other}`"),
                    name=quoted(f"`{name}`"),
                )
                return Lack("renamed", cell, line, why)
    return None


def _starred(name: str, cells: Sequence[CodeCell], left_out: Sequence[CodeCell]) -> Lack | None:
    for cell, number, line in _lines(cells):
        star = _STAR.match(line)
        if not star or star[1] in HERE or star[1] in sys.stdlib_module_names:
            continue
        hint = hint_of("ModuleNotFoundError", f"No module named '{star[1]}'")
        if hint and (star[1] in PACKAGES or name not in _defined(cell)):
            return Lack(hint.kind, cell, number, hint.sentence)
    return None


def _is_like(other: str, name: str) -> bool:
    """Say whether two different names are the same but for case, underscores and a plural."""
    plain = [one.replace("_", "").casefold().rstrip("s") for one in (other, name)]
    return other != name and plain[0] == plain[1] and bool(plain[0])


def _defined(cell: CodeCell) -> dict[str, int]:
    """Return the names that a cell defines at its left margin, each with its last line."""
    return {
        found[1] or found[2]: number
        for _, number, line in _lines([cell])
        if (found := _DEFINED.match(line))
    }


def _lines(cells: Sequence[CodeCell]) -> Iterator[tuple[CodeCell, int, str]]:
    for cell in cells:
        for number, line in enumerate(cell.source.split("\n"), 1):
            if len(line) <= LONGEST_LINE:
                yield cell, number, line
