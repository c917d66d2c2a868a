"""Answers that a person reads: they come back onto the release whole, pasted pictures included."""

import json
from copy import deepcopy
from typing import Any

import pytest
from nbformat import NotebookNode, from_dict

from autograder.records.plaincell import MOST_OF_PICTURE, PlainCell, plain_cells
from autograder.submission.read import submission_of
from autograder.submission.restore import rebuild

PNG = "iVBORw0KGgo="


def table(name: str, **more: Any) -> dict[str, Any]:
    base = {"grade": True, "grade_id": name, "locked": False, "points": 5, "schema_version": 3}
    return {"nbgrader": {**base, "solution": True, "task": False, **more}}


def cell(kind: str, name: str, source: str, **more: Any) -> dict[str, Any]:
    made = {"cell_type": kind, "id": name, "source": source, "metadata": table(name, **more)}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def notebook(*cells: dict[str, Any]) -> NotebookNode:
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}
    return from_dict(deepcopy(made))  # type: ignore[no-any-return]


RELEASED = notebook(
    cell("markdown", "essay", "Write your answer."),
    cell("code", "plot", "# Write your code."),
    cell("code", "masks-grade", "# Nothing to write here.", solution=False, locked=True),
)


def answered(essay: dict[str, Any], plot: str = "# Write your code.") -> NotebookNode:
    return notebook(essay, cell("code", "plot", plot), *RELEASED.cells[2:])


def pasted(kind: str = "image/png", data: str = PNG, name: str = "a.png") -> dict[str, Any]:
    text = "By the picture: ![](attachment:a.png)"
    return {**cell("markdown", "essay", text), "attachments": {name: {kind: data}}}


def test_a_pasted_picture_comes_back_with_its_answer_again_and_again() -> None:
    once = rebuild(RELEASED, answered(pasted()))
    assert once.cells[0].source.startswith("By the picture")
    assert once.cells[0].attachments == {"a.png": {"image/png": PNG}}
    assert rebuild(RELEASED, once) == once
    plain = plain_cells(once)
    assert [PlainCell.from_json(json.loads(json.dumps(one.to_json()))) for one in plain] == plain


@pytest.mark.parametrize(
    "essay",
    [
        pasted("text/html", "PGI+"),
        pasted("image/svg+xml"),
        pasted(data="<script>"),
        pasted(data="A" * (MOST_OF_PICTURE + 1)),
        pasted(data=" " * 1_000_000 + "!"),
        {**pasted(), "attachments": ["a.png"]},
        {**pasted(), "attachments": {"a.png": PNG}},
    ],
)
def test_what_is_no_picture_is_left_out_and_the_text_stays(essay: dict[str, Any]) -> None:
    found = rebuild(RELEASED, answered(essay)).cells[0]
    assert "attachments" not in found and found.source.startswith("By the picture")


def test_pictures_beyond_the_room_of_a_notebook_are_left_out() -> None:
    large = "A" * (MOST_OF_PICTURE - 4)
    own = [{**pasted(data=large), "id": f"own{n}", "metadata": {}} for n in range(6)]
    kept = [one for one in plain_cells(notebook(*own)) if one.pasted]
    assert len(kept) == 5


def test_an_answer_made_code_by_mistake_is_text_again_and_a_copy_stays_text() -> None:
    mine = cell("code", "essay", "Because of the order.")
    copy = {**cell("markdown", "essay", "And of the mask."), "id": "copy"}
    found = rebuild(RELEASED, notebook(mine, copy, *RELEASED.cells[1:]))
    assert [(c.cell_type, c.source) for c in found.cells[:2]] == [
        ("markdown", "Because of the order."),
        ("markdown", "And of the mask."),
    ]


def test_written_code_is_run_and_prose_is_not() -> None:
    essay = cell("markdown", "essay", "Because.")
    before = submission_of(answered(essay), RELEASED, "ada", "toy")
    other = submission_of(answered(pasted()), RELEASED, "ada", "toy")
    code = submission_of(answered(essay, "x = 1"), RELEASED, "ada", "toy")
    assert before.sha256 == other.sha256 != code.sha256
    assert [one.source for one in code.cells_before("masks-grade")] == ["x = 1"]
    assert code.cells_before("masks-grade")[0].name == "plot"
