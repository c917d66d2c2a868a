"""Checks of `games/optimum`: the game of two known laws."""

import math

import torch

from autograder.checking.check import Context, check
from autograder.checking.slips import Slips
from autograder.checking.student import Student

P, Q = torch.tensor([0.5, 0.5, 0.0, 0.0]), torch.tensor([0.0, 0.25, 0.75, 0.0])
BEST = torch.tensor([1.0, 2 / 3, 0.0, 0.5])
BEST_SLIPS: Slips = {
    "Where both are zero it is ½.": torch.tensor([1.0, 2 / 3, 0.0, math.nan]),
    "That is P(fake): the share of p was asked for.": 1 - BEST,
}
# D is 1, 2/3, 0: only the second value costs anything.
LOGITS = torch.tensor([math.inf, math.log(2), -math.inf, 0.0])
VALUE = torch.tensor(0.5 * math.log(2 / 3) + 0.25 * math.log(1 / 3))
DIVERGENCE = torch.tensor(math.log(2)) + VALUE / 2
THETA, SAID = torch.zeros(2), torch.tensor([-math.log(3), math.log(3)])  # D is 1/4 and 3/4
SLOPES = {"non_saturating": math.log(3) / 4, "saturating": math.log(3) / 4}


@check(visible=True, about="optimal_discriminator")
def optimal_discriminator_by_hand(student: Student, ctx: Context) -> None:
    """Four values: in the data alone, in both, in the fakes alone, in neither"""
    student.call("optimal_discriminator", P, Q).should_equal(BEST, slips=BEST_SLIPS)


@check(visible=True, about="game_value")
def game_value_by_hand(student: Student, ctx: Context) -> None:
    """The optimal discriminator: infinite logits where there is no doubt"""
    slips = {
        "0·log 0 is 0 here.": torch.tensor(math.nan),
        "Minus the loss was asked for: the discriminator maximises it.": -VALUE,
    }
    student.call("game_value", P, Q, LOGITS).should_equal(VALUE, slips=slips)


@check(visible=True, about="jensen_shannon")
def jensen_shannon_by_hand(student: Student, ctx: Context) -> None:
    """Two laws that have half in common"""
    slips = {
        "0·log 0 is 0 here.": torch.tensor(math.nan),
        "Each of the two divergences counts half.": 2 * DIVERGENCE,
        "Nats were asked for: natural logarithms.": DIVERGENCE / math.log(2),
    }
    student.call("jensen_shannon", P, Q).should_equal(DIVERGENCE, slips=slips)


@check(visible=True, about="generator_gradient")
def generator_gradient_by_hand(student: Student, ctx: Context) -> None:
    """Two equally likely values, of which the discriminator believes one"""
    for kind, slope in SLOPES.items():
        want = torch.tensor([slope, -slope])
        slips = {"The gradient was asked for, not the direction downhill.": -want}
        student.call("generator_gradient", THETA, SAID, kind).should_equal(want, slips=slips)
