"""What a student handed in, put back onto the notebook that was released.

Only what students write is taken from a submission: the source of solution cells, of the open
cells they edited, and cells of their own. Whatever else was done to the file cannot matter.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from nbformat import NotebookNode, from_dict

__all__ = ["NOT_RUN", "PlainCell", "plain_cells", "rebuild"]

Kind = Literal["code", "markdown", "raw"]

# Tags that keep a cell from being run in grading: the only metadata of a student's that counts.
NOT_RUN = frozenset({"self-check", "ungraded"})

# From this share of common words on, an unknown cell is taken for an edited released one. The
# limits keep a notebook of junk from costing more than a moment.
_ALIKE = 0.5
_MOST_WORDS_OF = 20_000
_MOST_CELLS = 2_000


@dataclass(frozen=True)
class PlainCell:
    """All of a cell that can matter; `grade_id` and `cell_id` are '' where it has none."""

    kind: Kind
    source: str
    grade_id: str = ""
    cell_id: str = ""
    tags: frozenset[str] = frozenset()
    solution: bool = False
    grade: bool = False

    @property
    def text(self) -> str:
        """Give the source without the space around it."""
        return self.source.strip()


@dataclass
class _Place:
    """A released cell, and in the student's order its versions and the own cells below it."""

    cell: PlainCell
    node: NotebookNode
    versions: list[PlainCell] = field(default_factory=list)
    below: list[PlainCell] = field(default_factory=list)

    def take(self, cell: PlainCell) -> None:
        """Take what the student made of this cell; a locked one takes nothing."""
        if self.cell.solution:
            self.versions.append(cell)
            self.below.append(cell)
        elif self.cell.grade_id:
            return
        elif cell.kind == self.cell.kind and not self.versions:
            self.versions.append(cell)
        elif cell.text != self.cell.text:
            self.below.append(cell)

    def settle(self) -> None:
        """Write the student's version into the cell, and leave its further copies below it.

        A copy that is still the stub would only undo the one that was written: it is left out.
        """
        versions = [v for v in self.versions if v.text != self.cell.text] or self.versions[:1]
        if versions:
            self.node.source = versions[0].source
        out = {id(v) for v in self.versions} - {id(v) for v in versions[1:]}
        kept = [cell for cell in self.below if id(cell) not in out]
        copies = {id(v) for v in versions}
        self.below = [PlainCell("code", c.source) if id(c) in copies else c for c in kept]


def plain_cells(notebook: Mapping[str, Any]) -> list[PlainCell]:
    """Read the cells of a notebook of any nbformat, whatever its metadata and outputs hold."""
    cells, sheets = notebook.get("cells"), notebook.get("worksheets")
    if cells is None and isinstance(sheets, list):  # nbformat 3 and before
        cells = [c for sheet in sheets for c in _list(_dict(sheet).get("cells"))]
    return [_plain(cell) for cell in _list(cells) if isinstance(cell, Mapping)]


def rebuild(released: NotebookNode, submitted: Mapping[str, Any]) -> NotebookNode:
    """Give the released notebook with what the student wrote in it, without outputs.

    Doing it again changes nothing. A cell is recognised by its grade_id, else by its cell id,
    else by its text. Copies of a solution cell all stay; own cells stay below the cell which they
    followed; cells that were deleted come back.
    """
    places = [_Place(_plain(node), _bare(node)) for node in released.cells]
    top: list[PlainCell] = []
    below = top
    cells = plain_cells(submitted)
    for cell, index in zip(cells, _recognised([p.cell for p in places], cells), strict=True):
        if index is None:
            below.append(cell)
        else:
            places[index].take(cell)
            below = places[index].below
    own = _OwnCells(place.cell.cell_id for place in places)
    nodes = [own.node(cell) for cell in top]
    for place in places:
        place.settle()
        nodes += [place.node, *(own.node(cell) for cell in place.below)]
    metadata = deepcopy(released.metadata)
    return _node({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": nodes})


class _OwnCells:
    """Makes notebook cells of a student's own, with ids that depend on their text only."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def node(self, cell: PlainCell) -> NotebookNode:
        base = "own-" + sha256(f"{cell.kind}\n{cell.source}".encode()).hexdigest()[:12]
        name, copies = base, 1
        while name in self._taken:
            copies += 1
            name = f"{base}-{copies}"
        self._taken.add(name)
        tags = sorted(cell.tags & NOT_RUN)
        node: dict[str, Any] = {"cell_type": cell.kind, "id": name, "source": cell.source}
        node["metadata"] = {"tags": tags} if tags else {}
        return _node(
            {**node, "outputs": [], "execution_count": None} if cell.kind == "code" else node
        )


def _recognised(released: Sequence[PlainCell], cells: Sequence[PlainCell]) -> list[int | None]:
    """Give for each submitted cell the index of the released one that it is, if any."""
    by_grade_id = {cell.grade_id: n for n, cell in enumerate(released) if cell.grade_id}
    by_cell_id = {cell.cell_id: n for n, cell in enumerate(released) if cell.cell_id}
    found = [by_grade_id.get(cell.grade_id, by_cell_id.get(cell.cell_id)) for cell in cells]
    free = {n: cell for n, cell in enumerate(released) if n not in found}
    for position, cell in enumerate(cells):
        text = cell.text
        if found[position] is None and text:
            same = (n for n, r in free.items() if r.text == text and r.kind == cell.kind)
            found[position] = n = next(same, None)
            if n is not None:
                del free[n]
    _recognise_edited(released, cells, found, free)
    return found


def _recognise_edited(
    released: Sequence[PlainCell],
    cells: Sequence[PlainCell],
    found: list[int | None],
    free: Mapping[int, PlainCell],
) -> None:
    """Find released open cells that were edited in a notebook without cell ids.

    Only between the neighbours that they have in the release, so nothing changes its order.
    """
    words = {n: _words(r) for n, r in free.items() if not r.grade_id and not r.tags & NOT_RUN}
    after = _next_found(found, len(released))
    before = -1
    for position, cell in enumerate(cells[:_MOST_CELLS]):
        index = found[position]
        if index is None and words:
            mine = _words(cell)
            between = [n for n in words if before < n < after[position]]
            alike = (n for n in between if released[n].kind == cell.kind and _alike(words[n], mine))
            found[position] = index = next(alike, None)
            if index is not None:
                del words[index]
        before = before if index is None else index


def _next_found(found: Sequence[int | None], end: int) -> list[int]:
    following: list[int] = []
    for index in reversed(found):
        end = end if index is None else index
        following.append(end)
    return following[::-1]


def nbgrader_id(key: str) -> str:
    """Give nbgrader's spelling of a cell's key, `masks-causal_mask`: its schema refuses a dot."""
    return key.replace(".", "-")


def _words(cell: PlainCell) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", cell.source[:_MOST_WORDS_OF]))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * max(1, len(one | other))


def _plain(cell: Mapping[str, Any]) -> PlainCell:
    metadata = _dict(cell.get("metadata"))
    nbgrader = _dict(metadata.get("nbgrader"))
    name = cell.get("cell_type")
    kind: Kind = "code" if name == "code" else "raw" if name == "raw" else "markdown"
    tags = [tag for tag in _list(metadata.get("tags")) if isinstance(tag, str)]
    return PlainCell(
        kind,
        _text(cell.get("source", cell.get("input"))),
        nbgrader_id(_text(nbgrader.get("grade_id"))),
        _text(cell.get("id")),
        frozenset(tags),
        nbgrader.get("solution") is True,
        nbgrader.get("grade") is True,
    )


def _text(value: object) -> str:
    """Give a string, or nbformat's list of lines, as text that can be written to a file."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", errors="replace").decode("utf-8")  # half a surrogate pair


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _bare(node: NotebookNode) -> NotebookNode:
    """Give a copy of a released cell without outputs."""
    bare = deepcopy(node)
    if bare.cell_type == "code":
        bare.outputs, bare.execution_count = [], None
    return bare


def _node(data: Mapping[str, Any]) -> NotebookNode:
    return from_dict(data)  # type: ignore[no-any-return]
