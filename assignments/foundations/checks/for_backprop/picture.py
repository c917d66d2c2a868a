"""What a submission's layers say of one image, forward and back, each asked with right numbers."""

import torch
from torch import Tensor

from autograder.checking.student import Handle, Student
from autograder.pictures.chain import Link, chain
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from ..shared.parts import asked_parts
from .layers import made

FIRST = torch.tensor([[1.0, -1.0], [2.0, 1.0]]), torch.tensor([0.0, -1.0])
SECOND = torch.tensor([[1.0, 1.0], [-1.0, 0.5]]), torch.zeros(2)
LABEL = torch.tensor([0])
BOXES = ("Linear", "ReLU", "Linear", "loss")
# Before, between and behind the boxes: numbers forward, gradients back.
DUE = (
    ((1.0, 2.0), (-0.1824, -0.0912)),
    ((-1.0, 3.0), (0.0, -0.0912)),
    ((0.0, 3.0), (-0.3649, -0.0912)),
    ((3.0, 1.5), (-0.1824, 0.1824)),
    ((0.2014,), (1.0,)),
)
RIGHT = said("Each gradient is made of the one to its right, and of what came by forward.")
WRONG = said(
    "Each box was asked with right numbers: what is framed is its own. The gradient before the "
    "first box is that of `backpropagate`, with all of them."
)


def drawn_chain(student: Student) -> Picture:
    """Draw four boxes: what each returns of the numbers that are due before it, and behind."""
    layers = [made(student, "Linear", *FIRST), made(student, "ReLU")]
    layers.append(made(student, "Linear", *SECOND))
    forward, back = [_row(0, 0)], []
    for place, layer in enumerate(layers):
        answers = _asked(layer, place)
        forward.append(answers[0])
        back.append(answers[1])
    loss = made(student, "SoftmaxCrossEntropy")
    value = loss.call("forward", _row(3, 0), LABEL).should_have_shape()
    back.append(loss.call("backward").should_have_shape(1, 2))
    given = layers, made(student, "SoftmaxCrossEntropy"), _row(0, 0), LABEL
    back[0] = asked_parts(student, "backpropagate", ((), (1, 2)), torch.float32, *given)[1]
    rows = zip([*forward, value], [*back, _row(4, 1)], DUE, strict=True)
    links = [Link(_numbers(on), _numbers(up), *due) for on, up, due in rows]
    told = WRONG if any(any(link.wrong) for link in links) else RIGHT
    return chain(BOXES, links, "backpropagate(layers, loss, x, labels)", told)


def _asked(layer: Handle, place: int) -> tuple[Tensor, Tensor]:
    """Return what a layer makes of the numbers before it, and of the gradient behind it."""
    on = layer.call("forward", _row(place, 0)).should_have_shape(1, 2)
    return on, layer.call("backward", _row(place + 1, 1)).should_have_shape(1, 2)


def _row(place: int, way: int) -> Tensor:
    """Return what is due at a place, forward or back, as one row."""
    return torch.tensor([DUE[place][way]])


def _numbers(row: Tensor) -> list[float]:
    numbers: list[float] = row.flatten().double().tolist()
    return numbers
