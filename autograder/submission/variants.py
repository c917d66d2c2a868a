"""Whose notebook was handed in, where students have variants: told by the cells that differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from autograder.records.plaincell import MARK, VARIANT, PlainCell, plain_cells

NOTE = "variant-of-another"  # the id of the cell that tells a student


@dataclass(frozen=True)
class Variants:
    """The released notebook of each variant by its letter, and which is a student's `own`.

    `notes` say to the student what a notebook of another letter means.
    """

    released: Mapping[str, NotebookNode]
    own: str
    notes: Mapping[str, str]

    def told_in(self, rebuilt: NotebookNode, cells: Sequence[PlainCell]) -> str:
        """Return the variant that was handed in if it is another, and say so on top of `rebuilt`.

        "" where it is the student's own, or nobody's. What says of which variant a notebook is,
        is the own one's again.
        """
        other = next(filter(None, (self._other(part) for part in _by_notebook(cells))), "")
        self._put_back(rebuilt)
        if other:
            first = rebuilt.cells[0]
            marked = {MARK: first.metadata[MARK]} if MARK in first.metadata else {}
            note = new_markdown_cell(self.notes[other], id=NOTE, metadata=marked)
            rebuilt.cells = [note, *rebuilt.cells]
        return other

    def _put_back(self, rebuilt: NotebookNode) -> None:
        """Have what says of which variant a notebook is say the student's own."""
        says = {
            letter: {cell.id: cell.source for cell in one.cells if VARIANT in cell.metadata}
            for letter, one in self.released.items()
        }
        own = says[self.own]
        others = {text for letter in says if letter != self.own for text in says[letter].values()}
        kept = [cell for cell in rebuilt.cells if cell.id in own or cell.source not in others]
        for cell in kept:
            cell.source = own.get(cell.id, cell.source)
        rebuilt.cells = kept

    def _other(self, cells: Iterable[PlainCell]) -> str:
        texts = {letter: _texts(plain_cells(one)) for letter, one in self.released.items()}
        common = frozenset[str].intersection(*texts.values())
        given = _texts(cells) - common
        shares = {letter: len(given & those) for letter, those in texts.items()}
        best = max(shares, key=lambda letter: (shares[letter], letter == self.own))
        return best if best != self.own and shares[best] else ""


def _by_notebook(cells: Sequence[PlainCell]) -> Iterable[Sequence[PlainCell]]:
    """Return the cells of each file: one of them may be another's."""
    names = dict.fromkeys(cell.notebook for cell in cells)
    return ([cell for cell in cells if cell.notebook == name] for name in names)


def _texts(cells: Iterable[PlainCell]) -> frozenset[str]:
    return frozenset(cell.text for cell in cells if cell.text)
