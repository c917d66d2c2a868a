"""What a submission does to a network: which parameters train, and where they have gone."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from autograder.checking.given import learning, names_among
from autograder.checking.student import Failed, Handle, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

from ..shared.figures import exact_float
from .by_hand import TOLD_NAMES

LIST = said("A list of parameters was asked for.")
OWN = said("Return the model's own parameters, not copies of them.")
OTHER = said("Other parameters are returned than those that train.")
FLAGS = said("`requires_grad` must say of each parameter whether it trains.")
GONE = said("The model has not kept its parameters and buffers: work on the given one.")


def returned(model: Handle, found: Handle) -> tuple[str, ...]:
    """Return the names of the parameters in a list; raises Failed when it holds anything else."""
    names = names_among(model, found)
    if names is None:
        raise WrongForm(LIST)
    if "" in names:
        raise Failed(OWN)
    return tuple(names)


def require_frozen(model: Handle, found: Handle, want: Sequence[str]) -> None:
    """Raise Failed unless these parameters, and no others, are returned and train."""
    names = returned(model, found)
    if names != tuple(want):
        raise Failed(told_of(names))
    if learning(model) != {name: name in want for name in learning(model)}:
        raise Failed(FLAGS)


def told_of(names: tuple[str, ...]) -> str:
    """Return what is said of the names that came for the small network."""
    return TOLD_NAMES.get(names, OTHER)


def stepped(student: Student, answer: object, model: Handle, like: Mapping[str, Tensor]) -> Tensor:
    """Return the loss that `finetune_step` returned, and the model's state after it, in one row."""
    loss = exact_float(student, "finetune_step", answer)
    state = state_of(model, like)
    return torch.cat([torch.tensor([loss]), *(one.flatten() for one in state.values())]).double()


def state_of(model: Handle, like: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return a model's state by the names of `like`; raises Failed when it has another form."""
    state = model.state_dict()
    for name, one in like.items():
        now = state.get(name)
        if not isinstance(now, Tensor) or (now.shape, now.dtype) != (one.shape, one.dtype):
            raise Failed(GONE)
    return {name: state[name] for name in like}
