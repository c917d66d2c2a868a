"""Which children of a network train, and which move, by a submission's own functions."""

import torch
from torch import Tensor

from autograder.checking.given import learning, played, sequential
from autograder.checking.student import Handle, Student
from autograder.pictures.marks import Column, marks
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .model import state_of

# That of the handout: only the last layer trains, and the statistics of the second stay.
LAYERS = (("Linear", 4, 3), ("BatchNorm1d", 3), ("ReLU",), ("Linear", 3, 2), ("ReLU",))
NAMES = ("Linear(4, 3)", "BatchNorm1d(3)", "ReLU()", "Linear(3, 2)", "ReLU()")
HAVE = (True, True, False, True, False)
DUE = (False, False, False, True, False)
X = torch.tensor([[1.0, -0.5, 0.3, 2.0], [-1.0, 0.7, 0.2, -0.4], [0.4, 1.5, -1.0, 0.1]])
LABELS, RATE = torch.tensor([0, 1, 1]), 0.5


def drawn_freezing(student: Student) -> Picture:
    """Draw which children have parameters, and which of them `freeze` lets train."""
    model, _ = _made(student)
    student.construct("freeze", model, 1)
    columns = [Column("parameters()", HAVE, HAVE), Column("requires_grad", _training(model), DUE)]
    told = said("A child without parameters has nothing to train, and is not counted.")
    return marks(NAMES, columns, "freeze(model, 1)", told)


def drawn_step(student: Student) -> Picture:
    """Draw which children train in a step of `finetune_step`, and which move."""
    model, state = _made(student)
    student.call_plain("finetune_step", model, 1, X, LABELS, RATE)
    now = state_of(model, state)
    moved = [
        any(not torch.equal(now[name], state[name]) for name in _names(place, state))
        for place in range(len(NAMES))
    ]
    columns = [Column("requires_grad", _training(model), DUE), Column("state_dict()", moved, DUE)]
    told = said("The right column: which children's parameters or buffers have moved by the step.")
    return marks(NAMES, columns, "finetune_step(model, 1, …)", told)


def _made(student: Student) -> tuple[Handle, dict[str, Tensor]]:
    """Return a network, and its state: numbers that no step leaves where they are."""
    state = {}
    for place, (name, one) in enumerate(played(LAYERS).state_dict().items()):
        waves = 0.6 + torch.sin(torch.arange(one.numel()) + 1.7 * place)
        state[name] = waves.abs().view(one.shape).to(one.dtype)
    return sequential(student, LAYERS, state), state


def _training(model: Handle) -> list[bool]:
    flags = learning(model)
    return [any(flags[name] for name in _names(place, flags)) for place in range(len(NAMES))]


def _names(place: int, names: object) -> list[str]:
    return [name for name in names if name.startswith(f"{place}.")]  # type: ignore[attr-defined]
