"""A student's RNNDensity, walked by its own start, read and update."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.checking.arguments import same
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.leaks import Leak
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Expect, Failed, Handle, Student
from autograder.text.i18n import said

from .row_nats import OF_THE_MODEL

ANY_LENGTH = said("Rows may have any number of columns, from one on.")
SEES_ITSELF = said("Column i of forward has seen x_i itself: read first, then update.")
SEES_LATER = said("It sees later dimensions.")
HINTS = {Leak.OWN: SEES_ITSELF, Leak.LATER: SEES_LATER, Leak.WHOLE: SEES_LATER}
ONE_EACH = said(
    "`read` gives one logit for each row, (B,), and `forward` one for each entry, (B, D)."
)


def _arguments(plan: Plan) -> Mapping[str, Any]:
    return {"hidden": plan.hidden}


RNN = ModelClass("RNNDensity", _arguments, loss="log_prob", hints=HINTS)


def built(student: Student, dtype: torch.dtype, seed: int, hidden: int = 16) -> Handle:
    """Construct an RNNDensity in eval mode and in a dtype, the global generators seeded."""
    student.seed_everything(seed)
    model = student.construct("RNNDensity", hidden=hidden)
    model.mode(dtype=dtype)
    return model


def walked(model: Handle, x: Tensor) -> Tensor:
    """Return the logits (B, D) that `read` gives after `start` and updates with earlier columns."""
    return torch.stack([read(model, state, x) for state in states(model, x)][:-1], 1)


def states(model: Handle, x: Tensor) -> list[Handle]:
    """Return handles to the states of a walk along rows (B, D), D + 1 of them."""
    found = [model.construct("start", len(x))]
    for column in x.unbind(1):
        found.append(model.construct("update", found[-1], column))
    return found


def read(model: Handle, state: Handle, x: Tensor) -> Tensor:
    """Return the logits (B,) that are read from a state."""
    answer = model.call("read", state).hint(shape=ONE_EACH, dtype=OF_THE_MODEL)
    return answer.should_have_shape(len(x), dtype=x.dtype)


def require_state_kept(model: Handle, x: Tensor) -> None:
    """Raise Failed when `update` writes into the state that it is given."""
    state = states(model, x)[1]
    size = [int(state.call_plain("size", axis)) for axis in range(2)]
    expect = Expect(tuple(size), x.dtype)
    before = state.call("clone", expect=expect)
    model.construct("update", state, 1 - x[:, 0])
    if not same(before, state.call("clone", expect=expect)):
        raise Failed(
            said(
                "The state is modified by `update`: return a new one, and leave the old as it was."
            )
        )


def forward_slips(model: Handle, x: Tensor) -> SlipAnswers:
    """Return what the usual mistakes of `forward` give for rows (B, D), by its own steps."""
    along = [read(model, state, x) for state in states(model, x)]
    late = torch.cat([0 * x[:, :1], x[:, :-1]], 1)
    restarted = [_after_one(model, column) for column in late.unbind(1)]
    restarted[0] = along[0]
    memory = said("Each logit depends on all earlier bits: here it forgets them.")
    return {
        SEES_ITSELF: torch.stack(along[1:], 1),
        "The state is one step late: column i has to see all up to i - 1.": walked(model, late),
        "Feed the true bits, not its own guesses.": _guessing(model, x),
        memory: torch.stack(restarted, 1),
        said("Each logit depends on all earlier bits: the state is never updated."): (
            along[0].unsqueeze(1).expand_as(x)
        ),
    }


def _after_one(model: Handle, column: Tensor) -> Tensor:
    state = model.construct("update", model.construct("start", len(column)), column)
    return read(model, state, column)


def _guessing(model: Handle, x: Tensor) -> Tensor:
    state, found = model.construct("start", len(x)), []
    for _ in range(x.shape[1]):
        found.append(read(model, state, x))
        state = model.construct("update", state, (found[-1] > 0).to(x.dtype))
    return torch.stack(found, 1)
