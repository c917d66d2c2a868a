"""What one output of each layer sees: a triangle, a rectangle, and all that comes before."""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.student import Student
from autograder.pictures.fields import Field, fields
from autograder.records.verdict import Picture
from autograder.text.i18n import said

HEIGHT, WIDTH, PLACE = 4, 6, (2, 3)
SHAPES: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "row_lstm": ((1, 4, HEIGHT, WIDTH), (4, 1, 3)),
    "diagonal_lstm": ((1, 4, HEIGHT, WIDTH), (4, 1, 2)),
    "diagonal_bilstm": ((2, 1, 4, HEIGHT, WIDTH), (2, 4, 1, 2)),
}
CALLS = {name: f"{name}(…)" for name in SHAPES}
DUE: Mapping[str, str] = {
    "row_lstm": "011111 001110 000100 000000",
    "diagonal_lstm": "111100 111100 111100 000000",
    "diagonal_bilstm": "111111 111111 111100 000000",
}
RIGHT = said(
    "A triangle, a rectangle, and all that comes before: only both directions together leave "
    "nothing out. The own pixel counts, since inputs come from a mask."
)
LEAK = said("The hatched pixels to the right come later: direction 1 has to be moved down one row.")
OTHER = said("The layer sees other pixels than it should: the hatched ones differ.")


def drawn_layers(student: Student) -> Picture:
    """Draw what one output of each layer sees."""
    return _drawn([_asked(student, name) for name in SHAPES])


def drawn_if_wrong(student: Student, name: str) -> Picture | None:
    """Draw what one output of a layer sees, where it is not what it should see.

    A field that is right would explain no wrong number.
    """
    asked = _asked(student, name)
    return None if asked.right else _drawn([asked])


def _drawn(found: list[Field]) -> Picture:
    last = found[-1]
    later = last.title == CALLS["diagonal_bilstm"] and last.shown[PLACE[0], PLACE[1] + 1 :].any()
    wrong = LEAK if later else OTHER
    title = f"h[…, {PLACE[0]}, {PLACE[1]}]"
    return fields([found], title, RIGHT if all(one.right for one in found) else wrong)


def _asked(student: Student, name: str) -> Field:
    """Ask a layer for one output's gradient by its inputs: it sees what is not zero."""
    return Field(CALLS[name], _seen(student, name), _due(name), PLACE)


def _seen(student: Student, name: str) -> Tensor:
    sizes, taps = SHAPES[name]
    inputs = torch.sin(torch.arange(1.0, 1 + torch.Size(sizes).numel())).view(sizes)
    one = torch.zeros(1, 1, 1, HEIGHT, WIDTH)
    one[..., PLACE[0], PLACE[1]] = 1
    answer = student.call(name, inputs=inputs, weight=torch.full(taps, 0.5))
    (slopes,) = answer.gradient("inputs", rows=one).tensors()
    return slopes.abs().flatten(0, -3).sum(0) > 0


def _due(name: str) -> Tensor:
    return torch.tensor([[mark == "1" for mark in row] for row in DUE[name].split()])
