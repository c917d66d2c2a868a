"""Whose notebook was handed in: told by cells that differ, and said on top of it."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.records.plaincell import VARIANT
from autograder.submission.read import Entry, Submission, Variants, entry_in, read_submission
from autograder.submission.variants import NOTE

COMMON = ("# A toy", "Some prose.")
RELEASED = {
    letter: new_notebook(
        cells=[
            *(new_markdown_cell(text) for text in COMMON),
            new_markdown_cell(f"Variant {letter}", metadata={VARIANT: letter}),
            new_code_cell(f"SIZE = {size}"),
        ]
    )
    for letter, size in {"a": 3, "b": 5, "c": 7}.items()
}
NOTES = {letter: f"This is {letter}, and not yours." for letter in RELEASED}


def read(folder: Path, own: str, *sources: str) -> Submission:
    cells = [new_code_cell(source) for source in sources]
    path = folder / "toy.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    variants = Variants(RELEASED, own, NOTES)
    return read_submission(Entry("ada", path), RELEASED[own], "toy", 1, variants)


@pytest.mark.parametrize(
    ("own", "sources", "other"),
    [
        ("a", ("SIZE = 3",), ""),
        ("a", ("SIZE = 5",), "b"),
        ("a", ("Variant c", "SIZE = 7"), "c"),
        ("c", ("SIZE = 5", "x = 1"), "b"),
        ("a", ("SIZE = 3", "SIZE = 5"), ""),  # both: their own, and something copied
        ("a", ("x = 1", "Some prose."), ""),
        ("a", ("SIZE = 4",), ""),
    ],
)
def test_it_is_told_by_what_differs(
    tmp_path: Path, own: str, sources: tuple[str, ...], other: str
) -> None:
    found = read(tmp_path, own, *sources)
    assert found.other == other
    notes = [cell.source for cell in found.notebook.cells if cell.id == NOTE]
    assert notes == ([NOTES[other]] if other else [])
    texts = [cell.source for cell in found.notebook.cells if cell.source.startswith("Variant")]
    assert texts == [f"Variant {own}"]  # whatever the file says
    nbformat.validate(found.notebook)


def test_a_note_changes_nothing_that_is_run(tmp_path: Path) -> None:
    note = read(tmp_path, "a", "SIZE = 5")
    plain = read_submission(Entry("ada", tmp_path / "toy.ipynb"), RELEASED["a"], "toy", 1)
    assert note.sha256 == plain.sha256 and plain.other == ""


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        (("start", "toy"), "toy"),
        (("start", "mine"), "mine"),
        (("start",), "start"),
    ],
)
def test_what_lays_out_a_variant_is_no_answer(
    tmp_path: Path, files: tuple[str, ...], taken: str
) -> None:
    for name in files:
        nbformat.write(new_notebook(), tmp_path / f"{name}.ipynb")
    entry = entry_in(tmp_path, "ada", ["toy"])
    assert entry.path is not None and entry.path.stem == taken


def test_an_assignment_may_be_called_as_it_is(tmp_path: Path) -> None:
    for name in ("start", "other"):
        nbformat.write(new_notebook(), tmp_path / f"{name}.ipynb")
    entry = entry_in(tmp_path, "ada", ["start"])
    assert entry.path is not None and entry.path.stem == "start"
