"""Whether `forward` agrees with `start`, `read` and `update`, and walks with one another."""

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said

from .rnn_class import built, forward_slips, read, walked
from .row_nats import OF_THE_MODEL, closeness

AGREE = "forward must agree with start, read, update: column i is what read gives before x_i."
IN_MODEL = said(
    "The state is kept in the model: two rows at once disturb each other. All memory has to be in "
    "the state."
)


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
