"""Checks of `games/optimum`: the game of two known laws."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student

from .for_optimum import by_hand


@check(visible=True, about="optimal_discriminator")
def optimal_discriminator_by_hand(student: Student, ctx: Context) -> None:
    """Four values: in the data alone, in both, in the fakes alone, in neither"""
    answer = student.call("optimal_discriminator", by_hand.P, by_hand.Q)
    answer.should_equal(by_hand.BEST, slips=by_hand.BEST_SLIPS, wrong=by_hand.half)


@check(visible=True, about="game_value")
def game_value_by_hand(student: Student, ctx: Context) -> None:
    """Finite logits, and then infinite ones where there is no doubt"""
    answer = student.call("game_value", by_hand.P, by_hand.Q, by_hand.FINITE)
    answer.should_equal(torch.tensor(by_hand.FINITE_VALUE), slips=by_hand.VALUE_SLIPS)
    answer = student.call("game_value", by_hand.P, by_hand.Q, by_hand.LOGITS)
    answer.should_equal(torch.tensor(by_hand.VALUE), wrong=by_hand.empty)


@check(visible=True, about="jensen_shannon")
def jensen_shannon_by_hand(student: Student, ctx: Context) -> None:
    """Two laws that have some in common"""
    answer = student.call("jensen_shannon", by_hand.P, by_hand.Q)
    want = torch.tensor(by_hand.DIVERGENCE)
    answer.should_equal(want, slips=by_hand.DIVERGENCE_SLIPS, wrong=by_hand.of_divergence)


@check(visible=True, about="generator_gradient")
def generator_gradient_by_hand(student: Student, ctx: Context) -> None:
    """Two equally likely values, of which the discriminator believes one"""
    for kind, slips in by_hand.SLIPS.items():
        answer = student.call("generator_gradient", by_hand.THETA, by_hand.SAID, kind)
        answer.should_equal(by_hand.GRADIENT, slips=slips)
