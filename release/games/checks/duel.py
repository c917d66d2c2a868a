"""Checks of `games/duel`: two networks that train each other."""

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Student
from autograder.text.i18n import said

from .for_duel import by_hand
from .shared.figures import require_figures


@check(visible=True, about="Generator")
def generator_shape(student: Student, ctx: Context) -> None:
    """Five rows of three numbers become five samples of four"""
    made = student.construct("Generator", noise_dim=3, hidden=16, data_dim=4)
    answer = made.call("__call__", torch.ones(5, 3))
    told = said("Samples are (B, data_dim), whatever data_dim is.")
    answer.hint(shape=told).should_have_shape(5, 4, finite=True)


@check(visible=True, about="Discriminator")
def discriminator_shape(student: Student, ctx: Context) -> None:
    """Five samples of three numbers get five logits"""
    made = student.construct("Discriminator", data_dim=3, hidden=16)
    answer = made.call("__call__", torch.ones(5, 3))
    told = said("One logit for each row, (B,): squeeze the last dimension.")
    answer.hint(shape=told).should_have_shape(5, finite=True)


@check(visible=True, about="mode_report")
def mode_report_by_hand(student: Student, ctx: Context) -> None:
    """Four samples, of which three hit two of three centres"""
    answer = student.call_plain("mode_report", by_hand.SAMPLES, by_hand.CENTRES, by_hand.RADIUS)
    due, slips = by_hand.REPORT, by_hand.REPORT_SLIPS
    require_figures(student, "mode_report", answer, due, slips, by_hand.NANS)
