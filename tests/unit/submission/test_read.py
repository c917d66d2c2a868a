"""Whatever is done to a submitted file, what the student wrote is run, and only that."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode

from autograder.errors import SubmissionError
from autograder.handout.build import build
from autograder.submission.given import NAME
from autograder.submission.read import (
    Submission,
    find_submissions,
    read_submission,
    rebuild,
    submission_of,
)
from tests.support.toycourse import by_name, make_course, read_notebook

FIRST = "def first(size):\n    return 2 * size"
LAYER = "class Layer:\n    mine = True"
SCORE = "def score(size):\n    return 1.5"
SETUP = "import math"

Notebook = dict[str, Any]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    course = make_course(tmp_path_factory.mktemp("course"))
    build(course, "toy")
    return read_notebook(course.root / "release" / "toy" / "toy.ipynb")


@pytest.fixture
def answered(released: NotebookNode) -> Notebook:
    """An honest submission: the three solution cells are written."""
    notebook = deepcopy(released)
    cells = by_name(notebook)
    cells["masks-first"].source = FIRST
    cells["masks-Layer"].source = LAYER
    cells["scores-score"].source = SCORE
    plain: Notebook = json.loads(json.dumps(notebook))
    return plain


def sources(submission: Submission, grade_id: str = "scores.grade") -> list[str]:
    given, *cells = submission.cells_before(grade_id)
    assert given.source == "import math"  # what the released notebook imports
    return [cell.source for cell in cells]


def submit(released: NotebookNode, notebook: Notebook) -> Submission:
    """Rebuild a notebook, and require that doing it again changes nothing."""
    submission = submission_of(notebook, released, "ada", "toy")
    again = submission_of(submission.notebook, released, "ada", "toy")
    assert again.notebook == submission.notebook
    assert again.sha256 == submission.sha256
    for grade_id in ("masks.grade", "scores.grade"):
        assert again.cells_before(grade_id) == submission.cells_before(grade_id)
    nbformat.validate(submission.notebook)
    locked = {k: c for k, c in by_name(submission.notebook).items() if c.metadata.nbgrader.grade}
    assert locked == {k: c for k, c in by_name(released).items() if c.metadata.nbgrader.grade}
    return submission


def cell_of(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        c
        for c in notebook["cells"]
        if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )
    return found


def own(source: str, **metadata: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "id": "mine", "source": source, "metadata": metadata}
    return {**cell, "outputs": [], "execution_count": None}


def test_what_is_run_is_the_code_above_the_grade_cell(
    released: NotebookNode, answered: Notebook
) -> None:
    submission = submit(released, answered)
    assert sources(submission, "masks.grade") == [SETUP, FIRST, LAYER]
    assert sources(submission) == [SETUP, FIRST, LAYER, SCORE]
    names = [cell.name for cell in submission.cells_before("scores.grade")]
    assert names == [NAME, "cell 2", "masks.first", "masks.Layer", "scores.score"]
    assert submission.cells_before("scores-grade") == submission.cells_before("scores.grade")
    with pytest.raises(ValueError, match=r"has no grade cell other\.grade"):
        submission.cells_before("other.grade")


def test_the_release_itself_is_a_submission_of_stubs(released: NotebookNode) -> None:
    submission = submit(released, released)
    assert submission.notebook.cells == released.cells
    assert len(sources(submission)) == 4
    assert "first is not written yet" in sources(submission)[1]


# What cannot matter: each of these has to give the same Submission as the honest one.


def outputs_of_50_mb(notebook: Notebook) -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    notebook["cells"][1]["outputs"] = [output, {"output_type": "nonsense"}]
    notebook["cells"][1]["execution_count"] = 77


def broken_outputs(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["outputs"] = "nothing like a list"


def junk_metadata(notebook: Notebook) -> None:
    notebook["metadata"] = {"kernelspec": {"name": "R", "language": "R"}, "evil": [1, {"a": None}]}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"].update({"tags": ["ungraded", 3], "colab": {"x": number}, "trusted": True})
        cell["attachments"] = {"a.png": {"image/png": "AAAA"}}


def metadata_without_ids(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        nbgrader = cell["metadata"].get("nbgrader")
        cell["metadata"] = {"nbgrader": {"grade_id": nbgrader["grade_id"]}} if nbgrader else {}
        del cell["id"]


def ids_without_metadata(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def metadata_that_is_none(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = None


def duplicate_ids(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["id"] = "the-same"


def renamed_grade_cells(notebook: Notebook) -> None:
    for name in ("masks-grade", "scores-grade"):
        cell = cell_of(notebook, name)
        cell["metadata"]["nbgrader"]["grade_id"] = "renamed"
        cell["metadata"]["nbgrader"]["points"] = 1e9


def edited_grade_cells(notebook: Notebook) -> None:
    for name in ("masks-grade", "scores-grade"):
        cell_of(notebook, name)["source"] = "points = 1000\npoints"
        cell_of(notebook, name)["metadata"]["nbgrader"]["solution"] = True


def no_grade_cells(notebook: Notebook) -> None:
    gone = [cell_of(notebook, "masks-grade"), cell_of(notebook, "scores-grade")]
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in gone]


def duplicated_grade_cell(notebook: Notebook) -> None:
    notebook["cells"].insert(0, deepcopy(cell_of(notebook, "scores-grade")))


def reordered(notebook: Notebook) -> None:
    notebook["cells"].reverse()


def shuffled(notebook: Notebook) -> None:
    random.Random(5).shuffle(notebook["cells"])


def retyped_to_markdown(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["cell_type"] = "markdown"


def retyped_to_raw(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["cell_type"] = "raw"


def retyped_to_code(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["cell_type"] = "code"


def retyped_to_nonsense(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader"):
            cell["cell_type"] = ["code"]


def deleted_open_cells(notebook: Notebook) -> None:
    notebook["cells"] = [c for c in notebook["cells"] if "nbgrader" in c["metadata"]]


def sources_as_lists(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


def windows_line_ends(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


def nbformat_4_0(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        del cell["id"]


def nbformat_3(notebook: Notebook) -> None:
    cells = notebook.pop("cells")
    for cell in cells:
        del cell["id"]
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
            cell["language"] = "python"
    notebook.update({"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]})


def nbformat_from_the_future(notebook: Notebook) -> None:
    notebook.update({"nbformat": 7, "nbformat_minor": "x"})


def unedited_copy_of_a_stub_below(notebook: Notebook) -> None:
    copy = deepcopy(cell_of(notebook, "masks-first"))
    copy["source"] = STUBS["masks-first"]
    notebook["cells"].append(copy)


def cells_that_are_none(notebook: Notebook) -> None:
    notebook["cells"] += [None, 3, "cell", {"cell_type": "code"}]


def own_prose_and_demos(notebook: Notebook) -> None:
    notebook["cells"].insert(5, {"cell_type": "markdown", "source": "notes", "metadata": {}})
    notebook["cells"].insert(3, own("print(1)", tags=["ungraded"]))
    notebook["cells"].append(own("print('below the last grade cell')"))
    notebook["cells"].insert(1, own("   \n"))


def edited_self_check(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if "self-check" in cell["metadata"].get("tags", []):
            cell["source"] = "1 / 0"
            cell["metadata"]["tags"] = []


MUTATIONS: list[Callable[[Notebook], None]] = [
    outputs_of_50_mb,
    broken_outputs,
    junk_metadata,
    metadata_without_ids,
    ids_without_metadata,
    metadata_that_is_none,
    duplicate_ids,
    renamed_grade_cells,
    edited_grade_cells,
    no_grade_cells,
    duplicated_grade_cell,
    reordered,
    shuffled,
    retyped_to_markdown,
    retyped_to_raw,
    retyped_to_code,
    retyped_to_nonsense,
    deleted_open_cells,
    sources_as_lists,
    windows_line_ends,
    nbformat_4_0,
    nbformat_3,
    nbformat_from_the_future,
    unedited_copy_of_a_stub_below,
    cells_that_are_none,
    own_prose_and_demos,
    edited_self_check,
]

STUBS: dict[str, str] = {}


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_this_cannot_matter(
    released: NotebookNode, answered: Notebook, mutate: Callable[[Notebook], None]
) -> None:
    STUBS.update({name: cell.source for name, cell in by_name(released).items()})
    honest = submit(released, answered)
    mutated = deepcopy(answered)
    mutate(mutated)
    submission = submit(released, mutated)
    assert sources(submission) == sources(honest)
    assert sources(submission, "masks.grade") == sources(honest, "masks.grade")
    assert submission.sha256 == honest.sha256


# What does matter: the student's own code.


def test_own_cells_stay_below_the_cell_they_followed(
    released: NotebookNode, answered: Notebook
) -> None:
    cells = answered["cells"]
    cells.insert(cells.index(cell_of(answered, "masks-first")) + 1, own("helper = 1"))
    cells.insert(0, own("top = 0"))
    cells.append(own("too_late = 1"))
    submission = submit(released, answered)
    assert sources(submission) == ["top = 0", SETUP, FIRST, "helper = 1", LAYER, SCORE]
    assert submission.notebook.cells[-1].source == "too_late = 1"
    assert submission.sha256 != submit(released, json.loads(json.dumps(released))).sha256


def test_moving_an_own_cell_below_a_grade_cell_changes_the_hash(
    released: NotebookNode, answered: Notebook
) -> None:
    moved = deepcopy(answered)
    for notebook, shift in ((answered, 0), (moved, 1)):
        place = notebook["cells"].index(cell_of(notebook, "masks-grade")) + shift
        notebook["cells"].insert(place, own("helper = 1"))
    one, two = submit(released, answered), submit(released, moved)
    assert sources(one) == sources(two)
    assert sources(one, "masks.grade") != sources(two, "masks.grade")
    assert one.sha256 != two.sha256


def test_all_copies_of_a_solution_cell_are_run_in_their_order(
    released: NotebookNode, answered: Notebook
) -> None:
    copy = deepcopy(cell_of(answered, "masks-first"))
    copy["source"] = "def first(size):\n    return 3"
    answered["cells"].append(copy)
    expected = [SETUP, FIRST, copy["source"], LAYER]
    assert sources(submit(released, answered), "masks.grade") == expected


def test_an_edited_open_cell_keeps_the_students_version(
    released: NotebookNode, answered: Notebook
) -> None:
    answered["cells"][1]["source"] = "import math, random"
    assert sources(submit(released, answered))[0] == "import math, random"
    for cell in answered["cells"]:  # as Colab saves it
        del cell["id"]
    assert sources(submit(released, answered))[0] == "import math, random"


def test_prose_turned_into_code_is_an_own_cell(released: NotebookNode, answered: Notebook) -> None:
    prose = answered["cells"][2]
    assert prose["cell_type"] == "markdown"
    prose.update(cell_type="code", source="helper = 2")
    submission = submit(released, answered)
    assert sources(submission)[:2] == [SETUP, "helper = 2"]
    assert submission.notebook.cells[2].source.startswith("## Masks")


def test_a_copy_into_a_new_notebook_is_graded(released: NotebookNode, answered: Notebook) -> None:
    cells = [own(s) for s in (SETUP, FIRST, LAYER, SCORE)]
    submission = submit(
        released, {"cells": [{"cell_type": "markdown", "source": "My answers"}, *cells]}
    )
    assert sources(submission) == [SETUP, FIRST, LAYER, SCORE]
    assert sources(submission, "masks.grade") == [SETUP, FIRST, LAYER, SCORE]


def test_a_stub_stays_where_the_student_defined_nothing(released: NotebookNode) -> None:
    notebook = {"cells": [own(FIRST), own("# def Layer: later")]}
    run = sources(submit(released, notebook))
    assert run[:2] == [FIRST, "# def Layer: later"]
    assert [s for s in run if "not written yet" in s] == [
        cell.source
        for name, cell in by_name(released).items()
        if name in ("masks-Layer", "scores-score")
    ]


def test_own_definition_below_its_grade_cell_comes_too_late(released: NotebookNode) -> None:
    notebook = json.loads(json.dumps(released))
    notebook["cells"].insert(
        notebook["cells"].index(cell_of(notebook, "masks-grade")) + 1, own(FIRST)
    )
    submission = submit(released, notebook)
    assert "first is not written yet" in sources(submission, "masks.grade")[1]
    assert FIRST in sources(submission)
    assert not [s for s in sources(submission) if "first is not written yet" in s]


def test_text_that_no_file_can_hold_is_replaced(released: NotebookNode, answered: Notebook) -> None:
    cell_of(answered, "masks-first")["source"] = "x = '\ud800'"
    assert sources(submit(released, answered))[1] == "x = '\N{REPLACEMENT CHARACTER}'"


CELLS = st.integers(0, 99)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_rebuilding_again_never_changes_anything(
    released: NotebookNode, answered: Notebook, data: st.DataObject
) -> None:
    notebook = deepcopy(answered)
    cells = notebook["cells"]
    texts = [FIRST, SETUP, "import math, os", "x = 1", "", "# Scores", "first = 2"]
    for _ in range(data.draw(st.integers(1, 8))):
        here, there = data.draw(CELLS) % len(cells), data.draw(CELLS) % len(cells)
        match data.draw(
            st.sampled_from(["drop", "copy", "move", "edit", "type", "anonymous", "own"])
        ):
            case "drop" if len(cells) > 1:
                cells.pop(here)
            case "copy":
                cells.insert(there, deepcopy(cells[here]))
            case "move":
                cells.insert(there, cells.pop(here))
            case "edit":
                cells[here]["source"] = data.draw(st.sampled_from(texts))
            case "type":
                cells[here]["cell_type"] = data.draw(st.sampled_from(["code", "markdown", "raw"]))
            case "anonymous":
                cells[here]["metadata"] = {}
                cells[here].pop("id", None)
            case "own":
                cells.insert(here, own(data.draw(st.sampled_from(texts))))
            case _:
                pass
    submit(released, notebook)


def test_rebuild_leaves_its_arguments_alone(released: NotebookNode, answered: Notebook) -> None:
    before = deepcopy((released, answered))
    rebuild(released, answered)
    assert (released, answered) == before


# Files


def write(folder: Path, student: str, name: str, data: bytes) -> None:
    place = folder / student / "toy"
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(data)


def test_files_are_found_by_student(tmp_path: Path) -> None:
    write(tmp_path, "eve", "solution.ipynb", b"")
    write(tmp_path, "bob", "other.ipynb", b"")
    write(tmp_path, "bob", "toy.ipynb", b"")
    write(tmp_path, "ada", "a.ipynb", b"")
    write(tmp_path, "ada", "b.ipynb", b"")
    write(tmp_path, "cyd", "notes.txt", b"")
    write(tmp_path, "cyd", "._toy.ipynb", b"")
    (tmp_path / "dan" / "other").mkdir(parents=True)
    (tmp_path / "README").write_text("")
    entries = {entry.student: entry for entry in find_submissions(tmp_path, "toy")}
    assert list(entries) == ["ada", "bob", "cyd", "eve"]
    assert entries["bob"].path == tmp_path / "bob" / "toy" / "toy.ipynb"
    assert entries["eve"].path == tmp_path / "eve" / "toy" / "solution.ipynb"
    assert "none named toy.ipynb: a.ipynb, b.ipynb" in str(entries["ada"].error)
    assert "There is no notebook" in str(entries["cyd"].error)
    assert [e.student for e in find_submissions(tmp_path, "toy", "[be]*")] == ["bob", "eve"]
    assert find_submissions(tmp_path / "nowhere", "toy") == []
    assert entries["ada"].sha256 == entries["bob"].sha256


def test_a_file_is_read_and_rebuilt(
    tmp_path: Path, released: NotebookNode, answered: Notebook
) -> None:
    write(tmp_path, "ada", "toy.ipynb", json.dumps(answered).encode("utf-8-sig"))
    (entry,) = find_submissions(tmp_path, "toy")
    submission = read_submission(entry, released, "toy", 1)
    assert submission == submit(released, answered)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not JSON"),
        (b'{"cells": [{"cell_type": "code", "sou', "is not JSON"),
        (b"PK\x03\x04\xff\xfe", "is not UTF-8"),
        ('{"cells": []}'.encode("utf-16"), "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b"[]", "holds no cells"),
        (b'"text"', "holds no cells"),
        (b"{}", "holds no cells"),
        (b'{"cells": {"a": 1}}', "holds no cells"),
        (b'{"cells": [1, null]}', "holds no cells"),
        (b'{"worksheets": [{"cells": 3}, 4]}', "holds no cells"),
        (b" " * 1_000_001, "has 1 MB, the limit is 1 MB"),
    ],
)
def test_what_is_no_notebook_is_told_in_one_sentence(
    tmp_path: Path, released: NotebookNode, data: bytes, said: str
) -> None:
    write(tmp_path, "ada", "toy.ipynb", data)
    (entry,) = find_submissions(tmp_path, "toy")
    with pytest.raises(SubmissionError, match=said):
        read_submission(entry, released, "toy", 1)


def test_a_file_that_is_gone_is_told_in_one_sentence(
    tmp_path: Path, released: NotebookNode
) -> None:
    write(tmp_path, "ada", "toy.ipynb", b"{}")
    (entry,) = find_submissions(tmp_path, "toy")
    (tmp_path / "ada" / "toy" / "toy.ipynb").unlink()
    with pytest.raises(SubmissionError, match=r"toy\.ipynb cannot be read: No such file"):
        read_submission(entry, released, "toy", 1)
    assert len(entry.sha256) == 64
