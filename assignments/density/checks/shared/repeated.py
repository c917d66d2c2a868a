"""Whether a model of rows answers the same to the same row, by its logits and by log_prob."""

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models import repeats
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.layout import RowLayout
from autograder.checking.student import Failed, Handle, Student
from autograder.probes.rows import Rows
from autograder.text.i18n import listed, said

HIDDEN = True  # never released

SAME = said("The same row must have the same answer, at any time and in any batch.")
UNITS = 24
ROWS = 6
CLOSE = 1e-4  # nats: what another size of the batch may move in float32


def require_same_answers(student: Student, ctx: Context, kind: ModelClass, order: Tensor) -> None:
    """Ask for the logits and log_prob of rows twice, later again, alone, and in both modes."""
    plan = Plan(RowLayout(Rows(tuple(order.tolist()))), layers=1, hidden=UNITS)
    model = kind.built(student, plan, ctx.between(0, 1 << 30)).handle
    for training in (False, True):
        model.mode(train=training)
        try:
            _require_same_log_prob(model, ctx, kind.name, len(order))
        except Failed as failed:
            # Where only training mode does otherwise, it may still be a density in eval mode.
            failed.essential = False if training else failed.essential
            raise
    try:
        repeats.is_repeatable(student, kind, plan, ctx.generator("repeated"))
    except Failed as failed:
        message = listed([SAME, failed.message])
        raise Failed(message, detail=failed.detail, essential=failed.essential) from None


def _require_same_log_prob(model: Handle, ctx: Context, name: str, num_dims: int) -> None:
    x = ctx.bernoulli(ROWS, num_dims)
    first = _asked(model, x)
    _asked(model, 1 - x)
    if not _same(first, _asked(model, x)):
        told = said(
            "`{name}.log_prob` answers another number when it is asked again: look for dropout, "
            "noise, or something that it stores.",
            name=name,
        )
        raise Failed(listed([SAME, told]))
    if not _same(first, torch.cat([_asked(model, row) for row in torch.split(x, 1)])):
        told = said("What `{name}.log_prob` says of a row depends on other rows.", name=name)
        raise Failed(listed([SAME, told]))


def _same(one: Tensor, other: Tensor) -> bool:
    return torch.allclose(one, other, rtol=0, atol=CLOSE)


def _asked(model: Handle, x: Tensor) -> Tensor:
    return model.call("log_prob", x).should_have_shape(len(x), finite=True)
