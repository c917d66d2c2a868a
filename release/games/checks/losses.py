"""Checks of `games/losses`: what a discriminator and a generator minimise."""

from autograder.checking.check import Context, check
from autograder.checking.student import Student

from .for_losses import by_hand
from .shared.figures import require_figures


@check(visible=True, about="discriminator_loss")
def discriminator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Two real samples and three fakes"""
    answer = student.call("discriminator_loss", by_hand.REAL, by_hand.FAKE)
    answer.should_equal(by_hand.LOSS, slips=by_hand.LOSS_SLIPS)


@check(visible=True, about="generator_loss")
def generator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Both kinds of loss, of three fakes"""
    for kind, want in by_hand.GENERATOR.items():
        answer = student.call("generator_loss", by_hand.FAKE, kind)
        answer.should_equal(want, slips=by_hand.GENERATOR_SLIPS[kind])


@check(visible=True, about="generator_slope")
def generator_slope_by_hand(student: Student, ctx: Context) -> None:
    """−D and D − 1, of three fakes"""
    for kind, want in by_hand.SLOPES.items():
        answer = student.call("generator_slope", by_hand.FAKE, kind)
        answer.should_equal(want, slips=by_hand.SLOPE_SLIPS[kind])


@check(visible=True, about="discriminator_report")
def discriminator_report_by_hand(student: Student, ctx: Context) -> None:
    """Logits of 0 among two real samples and three fakes"""
    name = "discriminator_report"
    answer = student.call_plain(name, by_hand.REAL, by_hand.FAKE)
    require_figures(student, name, answer, by_hand.REPORT, by_hand.REPORT_SLIPS)
