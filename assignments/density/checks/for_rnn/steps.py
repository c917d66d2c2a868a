"""Whether `forward` agrees with `start`, `read` and `update`, and walks with one another."""

import torch
from torch import Tensor

from autograder.checking.arguments import same
from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Expect, Failed, Handle, Student
from autograder.text.i18n import said

from ..shared.mass import OF_THE_MODEL, closeness
from .model import SEES_ITSELF, built, read

HIDDEN = True  # never released

AGREE = said("forward must agree with start, read, update: column i is what read gives before x_i.")
IN_MODEL = said(
    "The state is kept in the model: two rows at once disturb each other. All memory has to be in "
    "the state."
)


def states(model: Handle, x: Tensor) -> list[Handle]:
    """Return handles to the states of a walk along rows (B, D), D + 1 of them."""
    found = [model.construct("start", len(x))]
    for column in x.unbind(1):
        found.append(model.construct("update", found[-1], column))
    return found


def walked(model: Handle, x: Tensor) -> Tensor:
    """Return the logits (B, D) that `read` gives after `start` and updates with earlier columns."""
    return torch.stack([read(model, state, x) for state in states(model, x)][:-1], 1)


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


def require_steps_agree(model: Handle, x: Tensor) -> None:
    """Raise Failed unless `forward` gives what `read` gives on a walk along rows (B, D)."""
    want = walked(model, x)
    answer = model.call("forward", x=x).hint(dtype=OF_THE_MODEL)
    answer.should_equal(
        want,
        slips=lambda: forward_slips(model, x),
        wrong=AGREE,
        dtype=x.dtype,
        atol=closeness(want, x.dtype),
    )


def require_turns(student: Student, ctx: Context) -> None:
    """Raise Failed when two walks in turns, of one model, give other logits than one by one."""
    model = built(student, torch.float64, ctx.between(0, 1 << 30))
    one, two = (ctx.bernoulli(3, 5, dtype=torch.float64) for _ in range(2))
    alone = walked(model, one), walked(model, two)
    walks = [model.construct("start", 3), model.construct("start", 3)]
    for step in range(one.shape[1]):
        for place, x in enumerate((one, two)):
            got = read(model, walks[place], x)
            if gap(got, alone[place][:, step]) > closeness(got, x.dtype):
                again = walked(model, x)
                if gap(again, alone[place]) > closeness(again, x.dtype):
                    return  # that it answers otherwise at all is told with the same rows
                raise Failed(IN_MODEL)
        walks = [
            model.construct("update", state, x[:, step])
            for state, x in zip(walks, (one, two), strict=True)
        ]
