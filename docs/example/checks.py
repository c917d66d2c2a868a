"""Checks of `flows/norms`: how long a row is."""

import torch
from torch import Tensor

from autograder.checking.check import Context, check
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Student

NORMS = {"l1": "l1_norm", "l2": "l2_norm"}
TITLES = {"l1": "(3, -4) is 7 long in the 1-norm", "l2": "(3, -4) is 5 long in the 2-norm"}
BY_HAND = {"l1_norm": 7.0, "l2_norm": 5.0}


def slips(x: Tensor) -> SlipAnswers:
    """Return what the usual mistakes answer."""
    return {
        "The root of the sum of squares is missing.": x.square().sum(-1),
        "This is a mean over the row: add up.": x.abs().mean(-1),
        "The signs are left in: take absolute values, or squares.": x.sum(-1),
    }


@check.each(NORMS, titles=TITLES, visible=True)
def by_hand(student: Student, ctx: Context, name: str) -> None:
    """Lengths that one can see"""
    want = torch.tensor([BY_HAND[name]])
    student.call(name, torch.tensor([[3.0, -4.0]])).should_equal(want, slips=slips)


@check.each(NORMS, weight=2, after=by_hand)
def values(student: Student, ctx: Context, name: str) -> None:
    """`{name}_norm` of rows of any length, in both precisions"""
    for dtype in (torch.float32, torch.float64):
        x = ctx.randn(ctx.between(2, 5), ctx.between(6, 9), dtype=dtype)
        want = getattr(ctx.reference, name)(x)
        student.call(name, x=x).should_equal(want, slips=slips, dtype=dtype)


@check(after=values["l2"])
def l2_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `l2_norm` is the row, one long"""
    x = ctx.randn(3, 4, dtype=torch.float64)
    norm = student.call("l2_norm", x=x)
    norm.should_equal(x.norm(dim=-1))
    norm.gradient("x").should_equal(x / x.norm(dim=-1, keepdim=True))
