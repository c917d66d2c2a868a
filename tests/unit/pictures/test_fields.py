"""Maps of what outputs see."""

import torch
from torch import Tensor

from autograder.pictures.fields import Field, fields


def seen(*rows: str) -> Tensor:
    return torch.tensor([[mark == "1" for mark in row] for row in rows])


DUE = seen("111", "110", "000")
CENTRE = (1, 1)


def test_a_right_map_is_told_row_by_row_from_its_own_pixel() -> None:
    picture = fields([[Field("A", DUE, DUE, CENTRE)]], "stack_field", "It is right.")
    assert "A, right, sees row -1: columns -1…+1; row +0: columns -1…+0." in picture.alt
    assert "It is right." in picture.alt
    assert "Hatched" not in picture.caption


def test_a_wrong_map_is_marked_and_told() -> None:
    wrong = Field("B", seen("101", "110", "001"), DUE, CENTRE)
    nothing = Field("C", ~DUE & DUE, DUE, CENTRE)
    picture = fields([[wrong, nothing]], "stack_field", "It is wrong.")
    assert "B, wrong, sees row -1: columns -1, +1; " in picture.alt
    assert "C, wrong, sees nothing." in picture.alt
    assert "Hatched" in picture.caption
    right = fields([[Field("B", DUE, DUE, CENTRE), nothing]], "stack_field", "It is wrong.")
    assert picture.png != right.png


def test_a_map_without_an_answer_shows_what_is_expected() -> None:
    picture = fields([[Field("B", ~DUE, DUE, CENTRE)], [Field("B", None, DUE, CENTRE)]], "f", "No.")
    assert "B, wrong, sees" in picture.alt
    assert "B, expected, sees row -1: columns -1…+1" in picture.alt


def test_rows_that_see_the_same_are_told_together() -> None:
    square = seen("011", "011", "000")
    picture = fields([[Field("A", square, square, CENTRE)]], "f", "It is right.")
    assert "A, right, sees rows -1…+0: columns +0…+1." in picture.alt
