"""The handout of `images`: its cells, and that no solution shows."""

import ast
import re
from typing import Any

import torch

from autograder.course.toplevel import Defined
from tests.assignments.images.test_reference_files import CONTRACT
from tests.support.written import Written

WRITTEN = Written("images")


def test_every_name_of_the_contract_has_its_cell_and_every_exercise_its_points() -> None:
    holes = WRITTEN.holes()
    assert holes == [f"{exercise}-{name}" for exercise in CONTRACT for name in CONTRACT[exercise]]
    assert WRITTEN.points() == WRITTEN.course.assignment("images").exercises
    assert sum(WRITTEN.points().values()) == 100


def test_cells_parse_and_show_no_line_of_a_solution() -> None:
    assert WRITTEN.leaked() == []


def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it() -> None:
    assert len(WRITTEN.pictures()) == 3
    for words, path in WRITTEN.pictures():
        assert len(words) > 60 and path.is_file()


def test_the_code_of_pixelcnn_is_supplied_as_its_references_have_it() -> None:
    cells = {c.metadata.get("nbgrader", {}).get("grade_id", ""): c for c in WRITTEN.notebook.cells}
    names: dict[str, Any] = {}
    for name in ("MaskedConv2d", "GatedPixelCNN", "categorical_nll"):
        cell = cells[f"supplied-{name}"]
        assert cell.metadata.nbgrader.locked and cell.metadata.jupyter.source_hidden
        exec(cell.source, names)
    x = torch.rand(2, 3, 4, 6)
    logits = names["GatedPixelCNN"](in_channels=3, hidden_channels=6, num_values=4)(x)
    assert logits.shape == (2, 4, 3, 4, 6)
    assert names["categorical_nll"](logits, (3 * x).round().long()).shape == (2,)
    assert names["MaskedConv2d"](1, 2, 3, "A", dilation=2)(x[:, :1]).shape == (2, 2, 4, 6)


def test_what_is_supplied_is_there_in_grading() -> None:
    defined = {"MaskedConv2d", "GatedPixelCNN", "categorical_nll", "lstm_step"}
    for cell in WRITTEN.notebook.cells:
        if cell.cell_type == "code" and "tags" not in cell.metadata:
            names = {n.name for n in ast.parse(cell.source).body if isinstance(n, Defined)}
            defined -= names
    assert not defined


def test_the_minutes_of_the_parts_are_those_of_the_whole() -> None:
    text = WRITTEN.text
    each = [int(minutes) for minutes in re.findall(r"points · ●.*? · (\d+) minutes", text)]
    assert len(each) == 6 and sum(each) == 360 and "six hours in all" in text
    assert text.count("**Misconception: ") >= 6 and text.count("**Your first success**") == 6
    assert text.count("<summary>Stretch: ") == 6
