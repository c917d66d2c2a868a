"""A window on an image, worked out."""

import torch

from autograder.pictures.window import Window, window

IMAGE = torch.tensor([[1.0, 2, 3], [4, 5, 6]])
KERNEL, DUE = torch.tensor([[1.0, -1]]), torch.tensor([[1.0, 1], [1, 1]])


def shown(yours: torch.Tensor) -> Window:
    return Window(IMAGE, KERNEL, 2.0, yours, DUE)


def test_right_answers_are_worked_out_at_the_first() -> None:
    picture = window(shown(DUE), "f(x)", "So it goes on.")
    assert "f(x): the answer in row 0, column 0 is 1·1 + -1·2 + 2 = 1." in picture.alt
    assert "All answers are right. So it goes on." in picture.alt
    assert "×" not in picture.caption


def test_the_first_wrong_answer_is_worked_out() -> None:
    yours = torch.tensor([[1.0, 1], [1, torch.nan]])
    found = shown(yours)
    assert found.place == (1, 1)
    picture = window(found, "f(x)", "Look again.")
    assert "row 1, column 1 is 1·5 + -1·6 + 2 = 1. Yours is nan; 1 of 4 answers" in picture.alt
    assert "× marks answers" in picture.caption
    assert picture.png != window(shown(DUE), "f(x)", "Look again.").png
