"""Draws of `sample_mixture` that are certain once one channel is drawn, and at both ends."""

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .certain import NARROW, OFF, asked

HIDDEN = True

NOT_THE_DRAW = said("G follows R's mean, not its draw.")
BEFORE_ROUNDING = said("G and B follow R as it was before it was rounded: they follow x / (V − 1).")
NO_EFFECT = said("coeffs have no effect: the means of G and B stand as they are.")
STANDS = said("Where coeffs are None the means stand as they are.")
OTHER = said(
    "G and B follow what was drawn of R and G, by `channel_means`: they are narrow, so they are "
    "certain once R is drawn."
)
FOLLOW_VALUES, TOP = 11, 10


def require_following(student: Student, ctx: Context) -> None:
    """Raise Failed unless narrow G and B follow a wide R, and stand where coeffs are None."""
    shape, off = (3, 2, 5), OFF / TOP
    channels = torch.tensor([0.5, off, 1 + off]).view(1, 1, 3, 1, 1)
    scales = torch.tensor([-3.5, NARROW, NARROW]).view(1, 1, 3, 1, 1)
    # G = R, and B = 1 - 2 R + G = 1 - R.
    coeffs = torch.tensor([1.0, -2.0, 1.0]).view(1, 1, 3, 1, 1)
    means, scales, coeffs = (
        one.expand(shape[0], 1, 3, *shape[1:]).contiguous() for one in (channels, scales, coeffs)
    )
    logits = torch.zeros(shape[0], 1, *shape[1:])
    generator = student.generator(ctx.between(0, 1 << 30))

    def drawn(coeffs: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        call: Answer = student.call(
            "sample_mixture", logits, means, scales, coeffs, FOLLOW_VALUES, generator
        )
        got = call.should_have_shape(shape[0], 3, *shape[1:], dtype=torch.int64)
        r, g, b = got.unbind(1)
        return r, g, b

    r, g, b = drawn(coeffs)
    if not (torch.equal(g, r) and torch.equal(b, TOP - r)):
        raise Failed(_told(r, g, b))
    _, g, b = drawn(None)
    if not ((g == 0).all() and (b == TOP).all()):
        raise Failed(STANDS)


def _told(r: Tensor, g: Tensor, b: Tensor) -> str:
    if (g == 0).all() and (b == TOP).all():
        return NO_EFFECT
    if ((g - r).abs() <= 1).all():
        return BEFORE_ROUNDING
    return NOT_THE_DRAW if (g == g.flatten()[0]).all() else OTHER


ENDS = said("Beyond both ends is the last value: values are 0 to V − 1.")
FAR = 9.0


def require_ends(student: Student, ctx: Context) -> None:
    """Raise Failed unless means far beyond both ends give the end values."""
    for num_values in (2, 7, 256):
        x = ctx.bernoulli(2, 3, 3, 2).long() * (num_values - 1)
        means = torch.where(x > 0, FAR, -FAR).unsqueeze(1)
        logits = torch.zeros(2, 1, 3, 2)
        scales = torch.full_like(means, -2.0)
        asked(student, logits, means, scales, None, num_values).should_equal(x, wrong=ENDS)


CHOICE = said("Each pixel of each image picks its component by its own logits.")
SURE = 100.0  # of logits: the other component comes with probability e^-200


def require_choice(student: Student, ctx: Context) -> None:
    """Raise Failed unless a pixel whose logits are sure has that component."""
    batch, height, width = 3, 2, 5
    chosen = ctx.bernoulli(batch, height, width)
    logits = SURE * torch.stack([1 - 2 * chosen, 2 * chosen - 1], 1)
    ends = torch.tensor([OFF / 4, 1 + OFF / 4]).view(1, 2, 1, 1, 1)
    means = ends.expand(batch, 2, 3, height, width).contiguous()
    want = 4 * chosen.long().unsqueeze(1).expand(-1, 3, -1, -1)
    answer = asked(student, logits, means, torch.full_like(means, NARROW), None, 5)
    answer.should_equal(want, wrong=CHOICE)
