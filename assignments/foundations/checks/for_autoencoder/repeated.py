"""Does an autoencoder answer the same to the same image, whenever and beside whatever others?"""

from collections.abc import Callable, Mapping
from contextlib import suppress

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.student import Failed, Handle, Student, StudentCrashed
from autograder.text.i18n import said

from ..shared.hints import hinted
from ..shared.precision import tolerance
from .model import built, encoded, rebuilt, trained

HIDDEN = True  # never released

ROWS, PIXELS, CODE, WIDTH = 4, 7, 3, 6
MANY = 70  # other images, more than are trained on at once
STEPS = 3  # of the optimiser, so that what begins at zero shows
TWICE = said("The same image, asked twice, has two answers: no noise, no dropout.")
BATCH = said("It answers otherwise when other images of the batch are there.")
MODES = said("Training and evaluation mode answer differently.")
PRECISION = said("Images come in the dtype of the weights, float64 among them.")
Ask = Callable[[Tensor], Tensor]


def require_repeatable(student: Student, ctx: Context) -> None:
    """Raise Failed unless answers are the same, in both modes; asked after optimiser steps.

    What cannot be trained is asked as it is: another check asks whether it learns.
    """
    dtype = torch.float32
    model = built(student, ctx.between(0, 1 << 30), PIXELS, CODE, WIDTH)
    with suppress(StudentCrashed):
        trained(model, ctx.rand(8, PIXELS), STEPS, lr=0.01)
    x, others = (ctx.rand(rows, PIXELS, dtype=dtype) for rows in (ROWS, MANY))
    first: dict[str, Tensor] = {}
    for train in (True, False):
        model.mode(train=train)
        for name, ask in _asked(model, dtype).items():
            answer = _same_whatever(ask, x, others)
            _require_same(first.setdefault(name, answer), answer, MODES)


def require_precise(student: Student, ctx: Context) -> None:
    """Raise Failed unless a model of float64 answers in float64, as it does in float32."""
    model = built(student, ctx.between(0, 1 << 30), PIXELS, CODE, WIDTH)
    model.mode()
    single = ctx.rand(ROWS, PIXELS)
    before = {name: ask(single) for name, ask in _asked(model, torch.float32).items()}
    model.mode(dtype=torch.float64)
    with hinted(PRECISION):
        for name, ask in _asked(model, torch.float64).items():
            _require_same(before[name], ask(single.double()).float(), PRECISION)


def _asked(model: Handle, dtype: torch.dtype) -> Mapping[str, Ask]:
    return {
        "encode": lambda x: encoded(model, x, CODE, dtype),
        "forward": lambda x: rebuilt(model, x, dtype),
    }


def _same_whatever(ask: Ask, given: Tensor, others: Tensor) -> Tensor:
    """Return an answer, if it is the same again, beside others, and for one image alone."""
    answer = ask(given)
    _require_same(answer, ask(given), TWICE)
    _require_same(answer.flip(0), ask(torch.cat([others, given.flip(0)]))[len(others) :], BATCH)
    with hinted(BATCH):
        _require_same(answer[:1], ask(given[:1]), BATCH)
    return answer


def _require_same(one: Tensor, other: Tensor, told: str) -> None:
    if gap(other, one) > tolerance(one.dtype) * (1 + float(one.abs().max())):
        raise Failed(told)
