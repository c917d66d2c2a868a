"""Several notebooks of a student: which file is which, and what of it is graded."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode, from_dict

from autograder.errors import SubmissionError
from autograder.records.notebooks import joined, names_in, parts_of
from autograder.submission.read import Submission, entry_in, find_submissions, read_submission

NAMES = ("part1", "part2")
Cell = tuple[str, str]  # grade_id, source


def book(*cells: Cell) -> NotebookNode:
    """Return a notebook; a name that ends in -grade is of a locked cell, one of "" of an open."""
    rows = [_cell(*cell) for cell in cells]
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": rows}
    return from_dict(made)  # type: ignore[no-any-return]


def _cell(grade_id: str, source: str) -> dict[str, Any]:
    locked = grade_id.endswith("-grade")
    table = {"grade_id": grade_id, "grade": locked, "solution": not locked, "locked": locked}
    return {
        "cell_type": "code",
        "id": grade_id or f"open-{abs(hash(source)) % 1000}",
        "execution_count": None,
        "outputs": [],
        "metadata": {"nbgrader": table} if grade_id else {},
        "source": source,
    }


RELEASED = joined(
    {
        "part1": book(("a-f", "def f(): ..."), ("a-grade", "# a")),
        "part2": book(("b-g", "def g(): ..."), ("b-grade", "# b")),
    }
)
FIRST = book(("a-f", "def f(): return 1"), ("a-grade", "# a"))
SECOND = book(("", "own = 1"), ("b-g", "def g(): return f()"), ("b-grade", "# b"))


def handed_in(root: Path, files: Mapping[str, NotebookNode | str]) -> Submission:
    """Write files and read them as a submission."""
    folder = root / "ada" / "toy"
    folder.mkdir(parents=True)
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name).write_text(text)
    (entry,) = find_submissions(root, "toy", notebooks=NAMES)
    return read_submission(entry, RELEASED, "toy", 10)


def sources(submission: Submission, grade_id: str) -> list[str]:
    return [cell.source for cell in submission.cells_before(grade_id)]


BOTH = {"part1.ipynb": FIRST, "part2.ipynb": SECOND}
ALL = ["def f(): return 1", "own = 1", "def g(): return f()"]


@pytest.mark.parametrize(
    "files",
    [
        BOTH,
        {"part1.ipynb": SECOND, "part2.ipynb": FIRST},
        {"part1.ipynb": FIRST, "my homework.ipynb": SECOND},
        {"x.ipynb": SECOND, "y.ipynb": FIRST},
        {**BOTH, "part1-old.ipynb": FIRST, "scratch.ipynb": book(("", "1 / 0"))},
        {**BOTH, "broken.ipynb": "{"},
        {"part1.ipynb": from_dict({**FIRST, "cells": [*FIRST.cells, *SECOND.cells]})},
    ],
    ids=["as named", "swapped", "renamed", "all renamed", "extra", "extra damaged", "in one file"],
)
def test_files_are_known_by_their_cells(
    tmp_path: Path, files: Mapping[str, NotebookNode | str]
) -> None:
    submission = handed_in(tmp_path, files)
    assert sources(submission, "b.grade") == ALL
    assert sources(submission, "a.grade") == ALL[:1]
    assert submission.absent == {}


def test_the_hash_is_the_same_whatever_files_are_called(tmp_path: Path) -> None:
    one = handed_in(tmp_path / "1", BOTH)
    other = handed_in(tmp_path / "2", {"part1.ipynb": SECOND, "part2.ipynb": FIRST})
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    ("files", "absent", "extra"),
    [
        ({"part1.ipynb": FIRST}, "part2.ipynb was not handed in.", ()),
        ({"part1.ipynb": FIRST, "part2.ipynb": "{"}, "part2.ipynb is not a notebook", ()),
        (
            {"part1.ipynb": FIRST, "c.ipynb": SECOND, "d.ipynb": SECOND},
            "2 files hold the cells of part2.ipynb, and none of them has its name.",
            ("c.ipynb", "d.ipynb"),
        ),
        (
            {"part1.ipynb": FIRST, "e.ipynb": book(("", "own = 1"))},
            "part2.ipynb was not handed in.",
            ("e.ipynb",),
        ),
    ],
    ids=["missing", "damaged", "ambiguous", "unknown"],
)
def test_what_is_absent_is_told_and_loses_nothing_else(
    tmp_path: Path, files: Mapping[str, NotebookNode | str], absent: str, extra: Sequence[str]
) -> None:
    submission = handed_in(tmp_path, files)
    assert submission.absence("a.grade") is None
    told = submission.absence("b.grade")
    assert told is not None
    assert told[0] == "part2.ipynb"
    assert absent in told[1]
    assert submission.extra == tuple(extra)
    assert sources(submission, "a.grade") == ALL[:1]


def test_a_stub_that_was_handed_in_is_another_submission_than_a_missing_file(
    tmp_path: Path,
) -> None:
    stubs = parts_of(RELEASED, NAMES)["part2"]
    missing = handed_in(tmp_path / "1", {"part1.ipynb": FIRST})
    given = handed_in(tmp_path / "2", {"part1.ipynb": FIRST, "part2.ipynb": stubs})
    assert missing.sha256 != given.sha256


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"part1.ipynb": "{", "part2.ipynb": "{"}, "part1.ipynb is not a notebook"),
        ({"a.ipynb": book(("", "own = 1"))}, "None of the files"),
        ({"a.txt": "text"}, "Hand in part1.ipynb and part2.ipynb."),
    ],
)
def test_nothing_to_grade_is_rejected(tmp_path: Path, files: dict[str, Any], words: str) -> None:
    with pytest.raises(SubmissionError) as raised:
        handed_in(tmp_path, files)
    assert words in str(raised.value)


def test_what_is_split_into_files_again_is_the_same_submission(tmp_path: Path) -> None:
    own = book(("", "top = 0"), *(("", "x"), ("b-g", "def g(): return 2"), ("", "last = 3")))
    submission = handed_in(tmp_path / "1", {"part1.ipynb": FIRST, "part2.ipynb": own})
    parts = parts_of(submission.notebook, NAMES)
    assert [cell.source for cell in parts["part2"].cells[:2]] == ["top = 0", "x"]
    assert not any("autograder_notebook" in cell.metadata for cell in parts["part2"].cells)
    texts = {f"{name}.ipynb": nbformat.writes(part) for name, part in parts.items()}
    again = handed_in(tmp_path / "2", texts)
    assert again.sha256 == submission.sha256
    assert parts_of(again.notebook, NAMES) == parts


def test_messages_name_a_cell_by_its_number_in_its_own_file(tmp_path: Path) -> None:
    names = [cell.name for cell in handed_in(tmp_path, BOTH).cells_before("b.grade")]
    assert names == ["a.f", "cell 1 (part2.ipynb)", "b.g"]


def test_a_mark_in_a_students_file_means_nothing(tmp_path: Path) -> None:
    marked = from_dict(json.loads(json.dumps(SECOND)))
    for cell in marked.cells:
        cell.metadata["autograder_notebook"] = "part1"
    submission = handed_in(tmp_path, {"part1.ipynb": FIRST, "part2.ipynb": marked})
    second = parts_of(submission.notebook, NAMES)["part2"]
    assert second.cells[0].source == "own = 1"


def test_a_single_notebook_is_joined_as_it_is() -> None:
    assert joined({"toy": FIRST}) is FIRST
    assert names_in(FIRST) == ()
    assert parts_of(FIRST, ("toy",)) == {"toy": FIRST}
    with pytest.raises(ValueError, match="not"):
        parts_of(RELEASED, ("part1",))


def test_the_hash_of_what_cannot_be_read_is_of_all_files(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.ipynb").write_text("{")
    before = entry_in(tmp_path, "ada", NAMES).sha256
    (tmp_path / "part2.ipynb").write_text("{{")
    assert entry_in(tmp_path, "ada", NAMES).sha256 != before
