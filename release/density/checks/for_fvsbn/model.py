"""Building an `FVSBN` of the student's, and loading weights into it by their names."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.student import Expect, Failed, Handle, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

NAMES = ("weight", "bias")
ABOVE = 9.0  # stands on and above the diagonal of weights that are loaded
NOT_THERE = said("The parameters `weight` and `bias` are not there under their names.")
ONE_PER_ROW = said("One number for each row: neither sum nor average over the batch.")


@dataclass(frozen=True)
class Weights:
    """The two parameters, `weight` (D, D) and `bias` (D,)."""

    weight: Tensor
    bias: Tensor

    @property
    def num_dims(self) -> int:
        """Return D."""
        return len(self.bias)

    @property
    def dtype(self) -> torch.dtype:
        """Return the dtype of both."""
        return self.bias.dtype

    def to(self, dtype: torch.dtype) -> "Weights":
        """Return the same in a dtype."""
        return Weights(self.weight.to(dtype), self.bias.to(dtype))


def built(student: Student, num_dims: int) -> Handle:
    """Construct a model; raises Failed unless its parameters have their names and shapes."""
    model = student.construct("FVSBN", num_dims)
    state = model.state_dict()
    for name, shape in zip(NAMES, ((num_dims, num_dims), (num_dims,)), strict=True):
        held = state.get(name)
        if not isinstance(held, Tensor):
            raise WrongForm(NOT_THERE)
        if tuple(held.shape) != shape:
            message = said("`{name}` should have shape {shape}.", name=name, shape=str(shape))
            raise WrongForm(message)
    return model


def loaded(student: Student, weights: Weights, *, fresh: bool = False) -> Handle:
    """Construct a model in a dtype with these weights, what else it keeps as it is.

    In eval mode; a `fresh` one, in float32, as it was constructed.
    """
    model = built(student, weights.num_dims)
    if not fresh:
        model.mode(dtype=weights.dtype)
    load(model, weights)
    return model


def load(model: Handle, weights: Weights) -> None:
    """Load weights into a model, what else it keeps as it is."""
    own = {"weight": weights.weight, "bias": weights.bias}
    model.load_state_dict({**model.state_dict(), **own})


def parameters_of(model: Handle) -> dict[str, Tensor]:
    """Return both parameters as they stand."""
    state = model.state_dict()
    held = {name: state.get(name) for name in NAMES}
    if not all(isinstance(one, Tensor) for one in held.values()):
        raise Failed(NOT_THERE)
    return {name: one for name, one in held.items() if isinstance(one, Tensor)}


def raw_log_prob(model: Handle, x: Tensor) -> Tensor:
    """Ask for log P of rows in whatever unit the student's `log_prob` is, float64 (B,)."""
    return model.call("log_prob", x, expect=Expect((len(x),))).double()
