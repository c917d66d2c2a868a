"""What a student handed in, put back onto the notebook that was released.

Only what students write is taken from a submission: the source of solution cells, of the open
cells they edited, and cells of their own. Whatever else was done to the file cannot matter.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from nbformat import NotebookNode, from_dict

from autograder.records.plaincell import MARK, NOT_RUN, PlainCell, plain_cells

__all__ = ["rebuild", "rebuilt_from"]

# From this share of common words on, an unknown cell is taken for an edited released one. The
# limits keep a notebook of junk from costing more than a moment.
_ALIKE = 0.5
_MOST_WORDS_OF = 20_000
_MOST_CELLS = 2_000


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
            _paste(self.node, versions[0])
        out = {id(v) for v in self.versions} - {id(v) for v in versions[1:]}
        kept = [cell for cell in self.below if id(cell) not in out]
        copies = {id(v) for v in versions}
        kind = self.cell.kind
        self.below = [
            PlainCell(kind, c.source, pasted=c.pasted) if id(c) in copies else c for c in kept
        ]


def rebuild(released: NotebookNode, submitted: Mapping[str, Any]) -> NotebookNode:
    """Return the released notebook with what the student wrote in it, without outputs.

    Doing it again changes nothing. A cell is recognised by its grade_id, else by its cell id,
    else by its text. Copies of a solution cell all stay; own cells stay below the cell which they
    followed; cells that were deleted come back.
    """
    return rebuilt_from(released, plain_cells(submitted))


def rebuilt_from(released: NotebookNode, cells: Sequence[PlainCell]) -> NotebookNode:
    """Return the same for the cells of a submitted notebook; takes time linear in their number."""
    nodes_of = zip(plain_cells(released), released.cells, strict=True)
    places = [_Place(cell, _bare(node)) for cell, node in nodes_of]
    top: list[PlainCell] = []
    below = top
    for cell, index in zip(cells, _recognised([p.cell for p in places], cells), strict=True):
        if index is None:
            below.append(cell)
        else:
            places[index].take(cell)
            below = places[index].below
    own = _OwnCells(place.cell.cell_id for place in places)
    files = [place.cell.notebook for place in places]
    nodes = [own.node(cell, files[0] if files else "") for cell in top]
    for place, file, following in zip(places, files, [*files[1:], ""], strict=True):
        place.settle()
        nodes.append(place.node)
        for cell in place.below:
            # What stands on top of the next file follows the last cell of this one.
            file = following if following and cell.notebook == following else file
            nodes.append(own.node(cell, file))
    metadata = deepcopy(released.metadata)
    return _node({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": nodes})


class _OwnCells:
    """Makes notebook cells of a student's own, with ids that depend on their text only."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._copies = Counter[str]()

    def node(self, cell: PlainCell, file: str) -> NotebookNode:
        base = "own-" + sha256(f"{cell.kind}\n{cell.source}".encode()).hexdigest()[:12]
        name = self._next(base)
        while name in self._taken:
            name = self._next(base)
        self._taken.add(name)
        tags = sorted(cell.tags & NOT_RUN)
        node: dict[str, Any] = {"cell_type": cell.kind, "id": name, "source": cell.source}
        node["metadata"] = {**({"tags": tags} if tags else {}), **({MARK: file} if file else {})}
        if cell.kind == "code":
            node |= {"outputs": [], "execution_count": None}
        made = _node(node)
        _paste(made, cell)
        return made

    def _next(self, base: str) -> str:
        """Return the next name, where thousands of equal cells may have had one before."""
        self._copies[base] += 1
        copies = self._copies[base]
        return f"{base}-{copies}" if copies > 1 else base


def _recognised(released: Sequence[PlainCell], cells: Sequence[PlainCell]) -> list[int | None]:
    """Return for each submitted cell the index of the released one that it is, if any."""
    by_grade_id = {cell.grade_id: n for n, cell in enumerate(released) if cell.grade_id}
    by_cell_id = {cell.cell_id: n for n, cell in enumerate(released) if cell.cell_id}
    found = [by_grade_id.get(cell.grade_id, by_cell_id.get(cell.cell_id)) for cell in cells]
    seen = set(found)
    free = {n: cell for n, cell in enumerate(released) if n not in seen}
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, cell in reversed(free.items()):
        alike[cell.kind, cell.text].append(n)
    for position, cell in enumerate(cells):
        if found[position] is None and cell.text:
            same = alike.get((cell.kind, cell.text))
            if same:
                found[position] = n = same.pop()
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


def _words(cell: PlainCell) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", cell.source[:_MOST_WORDS_OF]))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _ALIKE * max(1, len(one), len(other)):
        return False  # however many they share
    shared = len(one & other)
    return shared >= _ALIKE * max(1, len(one) + len(other) - shared)


def _paste(node: NotebookNode, cell: PlainCell) -> None:
    """Put the pictures that a student pasted into an answer of Markdown."""
    if cell.pasted and node.cell_type == "markdown":
        node.attachments = {**node.get("attachments", {}), **from_dict(cell.attachments)}


def _bare(node: NotebookNode) -> NotebookNode:
    """Return a copy of a released cell without outputs."""
    bare = deepcopy(node)
    if bare.cell_type == "code":
        bare.outputs, bare.execution_count = [], None
    return bare


def _node(data: Mapping[str, Any]) -> NotebookNode:
    return from_dict(data)  # type: ignore[no-any-return]
