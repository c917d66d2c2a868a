"""Whose notebook was handed in, where students have variants: told by the cells that differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.records.plaincell import MARK, PlainCell, plain_cells

NOTE = "variant-of-another"  # the id of the cell that tells a student


@dataclass(frozen=True)
class Variants:
    """The released notebook of each variant by its letter, and which is a student's `own`.

    `notes` say to the student what a notebook of another letter means.
    """

    released: Mapping[str, NotebookNode]
    own: str
    notes: Mapping[str, str]

    def told_in(self, rebuilt: NotebookNode, cells: Iterable[PlainCell]) -> str:
        """Return the variant that was handed in if it is another, and say so on top of `rebuilt`.

        "" where it is the student's own, or nobody's.
        """
        other = self._other(cells)
        if other:
            first = rebuilt.cells[0]
            marked = {MARK: first.metadata[MARK]} if MARK in first.metadata else {}
            note = new_markdown_cell(self.notes[other], id=NOTE, metadata=marked)
            rebuilt.cells = [note, *rebuilt.cells]
        return other

    def _other(self, cells: Iterable[PlainCell]) -> str:
        texts = {letter: _texts(plain_cells(one)) for letter, one in self.released.items()}
        common = frozenset[str].intersection(*texts.values())
        given = _texts(cells) - common
        shares = {letter: len(given & those) for letter, those in texts.items()}
        best = max(shares, key=lambda letter: (shares[letter], letter == self.own))
        return best if best != self.own and shares[best] else ""


def _texts(cells: Iterable[PlainCell]) -> frozenset[str]:
    return frozenset(cell.text for cell in cells if cell.text)
