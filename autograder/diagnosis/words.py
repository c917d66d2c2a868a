"""Which words some cells of a notebook may use, and the cells that define them.

Without Python's parser: students' text can bring that one down, and here grades are decided. More
words than are used, since one may stand in a comment: that costs time, and no points.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from autograder.records.cell import CodeCell

_WORD = re.compile(r"[^\W\d]\w*")
_DEFINED = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*[:=]", re.MULTILINE)


def definers_of(cells: Iterable[CodeCell]) -> dict[str, list[CodeCell]]:
    """Return by name the cells that define it at their left margin."""
    definers: dict[str, list[CodeCell]] = {}
    for cell in cells:
        for name in _DEFINED.findall(cell.source):
            definers.setdefault(name[0] or name[1], []).append(cell)
    return definers


def words_reached(
    start: Iterable[CodeCell], definers: Mapping[str, Sequence[CodeCell]]
) -> set[str]:
    """Return the words of some cells, and of those that define what they use."""
    waiting = list(start)
    seen = {cell.cell_id for cell in waiting}
    words: set[str] = set()
    while waiting:
        new = set(_WORD.findall(waiting.pop().source)) - words
        words |= new
        for cell in (cell for word in new for cell in definers.get(word, ())):
            if cell.cell_id not in seen:
                seen.add(cell.cell_id)
                waiting.append(cell)
    return words


def words_after(before: Sequence[CodeCell], cells: Sequence[CodeCell]) -> set[str]:
    """Return the words of the cells that come after others, and of what they use of these."""
    known = {cell.cell_id for cell in before}
    return words_reached((c for c in cells if c.cell_id not in known), definers_of(before))
