"""PlainCell: all of a notebook's cell that can matter. Needs the standard library alone."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal["code", "markdown", "raw"]

# Tags that keep a cell from being run in grading: the only metadata of a student's that counts.
NOT_RUN = frozenset({"self-check", "ungraded"})

# Pictures pasted into Markdown, such as a derivation on paper, in base64: what a person may have to
# read. Beyond these limits they are left out, and the answer is a text without them.
PASTED = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MOST_OF_PICTURE, MOST_OF_PICTURES = 8_000_000, 40_000_000  # characters; the second, of a notebook
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*+={0,2}+\s*+")  # possessive, and so linear

_HALF = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which no file can hold

# Of a cell's metadata where several notebooks are one (records/notebooks.py): the file it is of.
MARK = "autograder_notebook"

VARIANT = "autograder_variant"  # of the metadata of the cell that says of which variant it is

LONGEST_NAME = 256  # characters of an id; nobody's tool gives a longer one, and it counts as none


@dataclass(frozen=True)
class PlainCell:
    """All of a cell that can matter; `grade_id` and `cell_id` are '' where it has none.

    `pasted` are pictures of Markdown: name, type and base64. `notebook` is the file that it is of,
    without .ipynb, where several are one; no file says it of itself.
    """

    kind: Kind
    source: str
    grade_id: str = ""
    cell_id: str = ""
    tags: frozenset[str] = frozenset()
    solution: bool = False
    grade: bool = False
    pasted: tuple[tuple[str, str, str], ...] = ()
    notebook: str = ""

    @property
    def attachments(self) -> dict[str, dict[str, str]]:
        """Return its pictures as a notebook has them."""
        return {name: {kind: data} for name, kind, data in self.pasted}

    @property
    def text(self) -> str:
        """Return the source without the space around it."""
        return self.source.strip()

    def spoken(self, number: int) -> str:
        """Say how messages call it, cell `number` of its notebook: by its name if it has one.

        Such as `masks.causal_mask`, else `cell 7`, or `cell 7 (part2.ipynb)` where several are one.
        """
        if self.grade_id:
            return self.grade_id.replace("-", ".", 1)
        return f"cell {number} ({self.notebook}.ipynb)" if self.notebook else f"cell {number}"

    @property
    def receives(self) -> bool:
        """Say whether it is locked, for points and findings; a graded answer is a student's own."""
        return self.grade and not self.solution

    def to_json(self) -> list[Any]:
        """Return the cell as plain data."""
        tags = sorted(self.tags)
        names = [self.kind, self.source, self.grade_id, self.cell_id]
        return [*names, tags, self.solution, self.grade, [list(one) for one in self.pasted]]

    @classmethod
    def from_json(cls, data: Iterable[Any]) -> "PlainCell":
        """Read what `to_json` wrote."""
        kind, source, grade_id, cell_id, tags, solution, grade, pasted = data
        pictures = tuple((name, kind_of, content) for name, kind_of, content in pasted)
        return cls(kind, source, grade_id, cell_id, frozenset(tags), solution, grade, pictures)


def notebook_text(data: bytes) -> str:
    """Return the text of a notebook's file, whatever mark of byte order stands before it.

    Some programs write half a character as bytes, as no UTF-8 does: `plain_cells` fixes that.
    Raises UnicodeDecodeError.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogatepass")


def plain_cells(notebook: Mapping[str, Any]) -> list[PlainCell]:
    """Read the cells of a notebook of any nbformat, whatever its metadata and outputs hold."""
    cells = [_plain(cell) for cell in raw_cells(notebook)]
    room = MOST_OF_PICTURES
    for number, cell in enumerate(cells):
        room -= sum(len(data) for _, _, data in cell.pasted)
        if room < 0:
            cells[number] = replace(cell, pasted=())
    return cells


def named_cells(notebook: Mapping[str, Any]) -> list[tuple[str, PlainCell]]:
    """Return the cells of a notebook, each with what messages call it; each file counts its own."""
    counts = Counter[str]()
    found: list[tuple[str, PlainCell]] = []
    for cell in plain_cells(notebook):
        counts[cell.notebook] += 1
        found.append((cell.spoken(counts[cell.notebook]), cell))
    return found


def raw_cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the cells of a notebook of any nbformat as they stand there."""
    cells, sheets = notebook.get("cells"), notebook.get("worksheets")
    if cells is None and isinstance(sheets, list):  # nbformat 3 and before
        cells = [c for sheet in sheets for c in _list(_dict(sheet).get("cells"))]
    return [cell for cell in _list(cells) if isinstance(cell, Mapping)]


def nbgrader_id(key: str) -> str:
    """Return nbgrader's spelling of a cell's key, `masks-causal_mask`: its schema refuses a dot."""
    return key.replace(".", "-")


def _plain(cell: Mapping[str, Any]) -> PlainCell:
    metadata = _dict(cell.get("metadata"))
    nbgrader = _dict(metadata.get("nbgrader"))
    name = cell.get("cell_type")
    kind: Kind = "code" if name == "code" else "raw" if name == "raw" else "markdown"
    tags = [tag for tag in _list(metadata.get("tags")) if isinstance(tag, str)]
    return PlainCell(
        kind,
        _text(cell.get("source", cell.get("input"))),
        nbgrader_id(_name(nbgrader.get("grade_id"))),
        _name(cell.get("id")),
        frozenset(tags) & NOT_RUN,
        nbgrader.get("solution") is True,
        nbgrader.get("grade") is True,
        tuple(_pasted(cell)) if kind == "markdown" else (),
        _name(metadata.get(MARK)),
    )


def _pasted(cell: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the pictures of a cell, as far as they are some, in the order of the file."""
    for name, bundle in _dict(cell.get("attachments")).items():
        for kind, data in _dict(bundle).items():
            text = _text(data)
            known = kind in PASTED and len(name) <= LONGEST_NAME and not _HALF.search(name)
            if known and len(text) <= MOST_OF_PICTURE and _BASE64.fullmatch(text):
                yield name, kind, text
                break


def _name(value: object) -> str:
    name = _text(value)
    return name if len(name) <= LONGEST_NAME else ""


def _text(value: object) -> str:
    """Return a string, or nbformat's list of lines, as text that can be written to a file."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    if value.isascii() and "\r" not in value:  # most of what there is
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if _HALF.search(text):  # two that belong together become one, and any other the mark U+FFFD
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
