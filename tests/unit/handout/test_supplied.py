"""Supplied code: the reference's own, locked, with what it uses, each statement once."""

from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from autograder.course.config import load_course
from autograder.course.keys import key_of
from autograder.errors import TemplateError
from autograder.handout.passages import passages
from autograder.handout.template import source_notebook, source_notebooks
from autograder.submission.restore import rebuild
from tests.support.supplying import COLOURS, LAYERS, MASKS, make_pair
from tests.support.toycourse import by_name

LAYER, DOUBLED = '{{ supplied("nets/layers.Layer") }}', '{{ supplied("nets/masks.doubled") }}'


def run(notebook: NotebookNode) -> dict[str, Any]:
    """Return what the supplied cells of a notebook define."""
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("supplied-"):
            exec(cell.source, names)
    return names


def test_a_cell_is_locked_and_has_all_that_the_answer_uses(tmp_path: Path) -> None:
    notebook = source_notebook(make_pair(tmp_path), "colours")
    cells = by_name(notebook)
    layer, doubled = cells["supplied-Layer"], cells["supplied-doubled"]
    assert layer.metadata.nbgrader.locked and not layer.metadata.nbgrader.solution
    assert layer.metadata.jupyter.source_hidden
    assert layer.source.startswith("import math\n\n\nHALF = 0.5\n\n\n_FACTOR = 4 * HALF\n\n\ndef ")
    assert "# A layer of its own.\nclass Layer:" in layer.source
    assert "SOLUTION" not in layer.source
    # A variable is called as another answer is: that one stays at home.
    assert "nobody_else_sees_this" not in layer.source and "lru_cache" not in layer.source
    assert doubled.source == "# doubled stands in a cell above."
    assert run(notebook)["Layer"](3).layer_size == 7


def test_what_stands_above_is_not_repeated(tmp_path: Path) -> None:
    turned = COLOURS.replace(LAYER, "first").replace(DOUBLED, LAYER).replace("first", DOUBLED)
    notebook = source_notebook(make_pair(tmp_path, colours=turned), "colours")
    whole = "\n".join(cell.source for cell in notebook.cells)
    assert whole.count("def doubled") == whole.count("HALF = 0.5") == 1
    assert by_name(notebook)["supplied-Layer"].source.startswith("# A layer of its own.")
    assert run(notebook)["Layer"](3).layer_size == 7


def test_each_notebook_has_what_it_needs(tmp_path: Path) -> None:
    parts = ('title = "Colours"', 'title = "Colours"\nnotebooks = ["one", "two"]')
    worth = ("paint = 5", "paint = 5\nmore = 1")
    folder = tmp_path / "assignments" / "colours"
    folder.mkdir(parents=True)
    (folder / "one.md.j2").write_text(f'{LAYER}\n\n{{{{ exercise("paint") }}}}\n')
    (folder / "two.md.j2").write_text(f'{LAYER}\n\n{DOUBLED}\n\n{{{{ exercise("more") }}}}\n')
    more = tmp_path / "solutions" / "colours" / "more.py"
    more.parent.mkdir(parents=True)
    more.write_text(
        "def more() -> int:\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"
    )
    with pytest.raises(Exception, match="names its notebooks"):
        make_pair(tmp_path, parts, worth)
    (folder / "assignment.md.j2").unlink()

    notebooks = source_notebooks(load_course(tmp_path), "colours")
    for name, place in (("one", "supplied-Layer"), ("two", "supplied-two-Layer")):
        assert "def doubled" in by_name(notebooks[name])[place].source
        assert run(notebooks[name])["Layer"](3).layer_size == 7


@pytest.mark.parametrize("change", ["altered", "unlocked", "deleted", "renamed"])
def test_a_cell_that_a_student_altered_is_as_it_was(tmp_path: Path, change: str) -> None:
    released = source_notebook(make_pair(tmp_path), "colours")
    submitted = source_notebook(make_pair(tmp_path), "colours")
    [cell] = [c for c in submitted.cells if c.metadata.get("nbgrader", {}).get("locked")][:1]
    assert cell.metadata.nbgrader.grade_id == "supplied-Layer"
    if change == "deleted":
        submitted.cells.remove(cell)
    else:
        cell.source = "class Layer:\n    layer_size = 0\n"
    if change == "unlocked":
        cell.metadata.nbgrader |= {"locked": False, "solution": True}
    if change == "renamed":
        cell.metadata.nbgrader.grade_id = "mine"
    rebuilt = rebuild(released, submitted)
    assert by_name(rebuilt)["supplied-Layer"].source == by_name(released)["supplied-Layer"].source


OTHERWISE = {
    "named": LAYERS.replace("import doubled", "import doubled as twice").replace(
        "doubled(", "twice("
    ),
    "elsewhere": LAYERS.replace("solutions.nets.masks", "solutions.colours.paint"),
    "within": LAYERS.replace(
        "        unrelated =", "        from .masks import cached\n        unrelated = cached(1) *"
    ),
}
OWN = "def {}() -> int:\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"colours": COLOURS.replace("nets/masks.doubled", "nets/masks.unrelated")},
            ["does not name 'nets/masks.unrelated'", "supplied = […]", "[assignments.colours]"],
        ),
        (
            {"colours": COLOURS.replace("masks.doubled", "masks.double")},
            ["Did you mean nets/masks.doubled?"],
        ),
        ({"colours": f"{COLOURS}\n{LAYER}\n"}, ["twice or more", LAYER]),
        ({"layers": OTHERWISE["elsewhere"]}, ["doubled cannot be followed", "line 5"]),
        ({"layers": OTHERWISE["named"]}, ["twice cannot be followed"]),
        ({"layers": OTHERWISE["within"]}, ["cached cannot be followed"]),
        ({"paint": OWN.format("doubled")}, ["would define doubled", "students are to write"]),
    ],
)
def test_what_cannot_be_supplied_is_told(
    tmp_path: Path, files: dict[str, str], words: list[str]
) -> None:
    course = make_pair(tmp_path, **files)
    with pytest.raises(TemplateError) as raised:
        source_notebook(course, "colours")
    assert all(word in str(raised.value) for word in words), raised.value


@pytest.mark.parametrize(
    "line", ["from .masks import doubled", "from solutions.nets.masks import doubled as doubled"]
)
def test_an_answer_is_followed_however_it_is_imported(tmp_path: Path, line: str) -> None:
    layers = LAYERS.replace("from solutions.nets.masks import doubled", line)
    course = make_pair(tmp_path, layers=layers)
    assert run(source_notebook(course, "colours"))["Layer"](3).layer_size == 7


def test_statements_of_every_kind_are_followed(tmp_path: Path) -> None:
    masks = MASKS.replace(
        "HALF = 0.5\n",
        "try:\n    from fractions import Fraction as Half\nexcept ImportError:\n    Half = None\n"
        "HALF: float = float(Half(1, 2))\n",
    )
    course = make_pair(tmp_path, masks=masks)
    found = passages(course, key_of("nets/masks.doubled"))
    assert [one.names for one in found][-4:] == [("Half",), ("HALF",), ("_FACTOR",), ("doubled",)]
    assert run(source_notebook(course, "colours"))["doubled"](3) == 6
