"""A student's RNNDensity, walked by its own start, read and update."""
import torch
from torch import Tensor
from autograder.checking.student import Handle, Student
from autograder.text.i18n import said
from ..shared.nats import OF_THE_MODEL
ANY_LENGTH = said('Rows may have any number of columns, from one on.')
ONE_EACH = said('`read` gives one logit for each row, (B,), and `forward` one for each entry, (B, D).')

def built(student: Student, dtype: torch.dtype, seed: int, hidden: int=16) -> Handle:
    """Construct an RNNDensity in eval mode and in a dtype, the global generators seeded."""
    student.seed_everything(seed)
    model = student.construct('RNNDensity', hidden=hidden)
    model.mode(dtype=dtype)
    return model

def states(model: Handle, x: Tensor) -> list[Handle]:
    """Return handles to the states of a walk along rows (B, D), D + 1 of them."""
    found = [model.construct('start', len(x))]
    for column in x.unbind(1):
        found.append(model.construct('update', found[-1], column))
    return found

def read(model: Handle, state: Handle, x: Tensor) -> Tensor:
    """Return the logits (B,) that are read from a state."""
    answer = model.call('read', state).hint(shape=ONE_EACH, dtype=OF_THE_MODEL)
    return answer.should_have_shape(len(x), dtype=x.dtype)
