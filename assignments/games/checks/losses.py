"""Checks of `games/losses`: what a discriminator and a generator minimise."""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.calls import plain_by_name
from autograder.checking.check import Checks, Context, Passed, check
from autograder.checking.given import tensor
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .for_losses import by_hand
from .for_losses.cases import (
    OTHERS,
    SIZES,
    barely,
    drawn_logits,
    drawn_pairs,
    extreme_logits,
    extreme_pairs,
    with_zeros,
)
from .for_losses.picture import drawn_slopes
from .for_losses.report import NAME, require_report
from .for_losses.report_truth import report_of, report_slips
from .for_losses.slopes import ACCURACY, DIGITS_LOST, drawn_slope_logits
from .for_losses.truth import (
    OTHER,
    default_slips,
    default_slope_slips,
    discriminator_of,
    discriminator_slips,
    generator_of,
    generator_slips,
    slope_of,
    slope_slips,
)
from .shared.precision import BOTH, DTYPE, precisely, tolerance

NO_NUMBER = said(
    "log of a sigmoid that has rounded to 0 is minus infinity: take F.logsigmoid, of the logits "
    "themselves. Logits up to ±10,000 are fine."
)
LARGE = said(
    "Wrong at large logits, up to ±10,000: nothing is clamped, and nothing is added inside the "
    "logarithm. F.logsigmoid needs neither."
)
LARGE_SLOPE = said(
    "Wrong at large logits, up to ±10,000: e^l overflows there, and infinity over infinity is NaN. "
    "torch.sigmoid has no such limit."
)
RECORDED = said(
    "A graph hangs on the slopes: nothing is recorded for autograd. `detach()` the logits first."
)
SHAPE = said("The slope of each sample was asked for: (M,).")
SCALAR = said("One number was asked for, (): a mean over samples.")
OTHER_KIND = said('a kind is "saturating" or "non_saturating"')


def told_of_large(got: Tensor) -> str:
    """Return what is said of a wrong loss of large logits."""
    return LARGE if torch.isfinite(got).all() else NO_NUMBER


@check(visible=True, about="discriminator_loss")
def discriminator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Two real samples and three fakes"""
    answer = student.call("discriminator_loss", by_hand.REAL, by_hand.FAKE)
    answer = answer.hint(shape=SCALAR, dtype=DTYPE)
    answer.should_equal(by_hand.LOSS, slips=by_hand.LOSS_SLIPS, dtype=by_hand.LOSS.dtype)


@check(weight=2, after=discriminator_loss_by_hand, about="discriminator_loss", essential=True)
def discriminator_loss_values(student: Student, ctx: Context) -> None:
    """Any numbers of real samples and of fakes, in both precisions"""
    for dtype in BOTH:
        for real, fake in drawn_pairs(ctx, dtype):
            answer = student.call("discriminator_loss", real_logits=real, fake_logits=fake)
            want = discriminator_of(real, fake)
            precisely(answer.hint(shape=SCALAR), want, dtype, slips=discriminator_slips)


@check(after=discriminator_loss_by_hand, about="discriminator_loss")
def discriminator_loss_extreme(student: Student, ctx: Context) -> None:
    """Logits up to ±10,000, right and wrong, in both precisions"""
    for dtype in BOTH:
        for real, fake in extreme_pairs(ctx, dtype):
            answer = student.call("discriminator_loss", real_logits=real, fake_logits=fake)
            want = discriminator_of(real, fake)
            precisely(answer, want, dtype, slips=discriminator_slips, wrong=told_of_large)


@check(after=discriminator_loss_by_hand, about="discriminator_loss")
def discriminator_loss_gradient(student: Student, ctx: Context) -> None:
    """The gradient by the logits of real samples and of fakes, of large ones, too"""
    for dtype in BOTH:
        for real, fake in (*drawn_pairs(ctx, dtype), *extreme_pairs(ctx, dtype)):
            answer = student.call("discriminator_loss", real_logits=real, fake_logits=fake)
            _require_gradient(answer, discriminator_of, dtype, ["real_logits", "fake_logits"])


def _require_gradient(
    answer: Answer, right: Callable[..., Tensor], dtype: torch.dtype, names: list[str]
) -> None:
    rows, near = torch.ones((), dtype=dtype), 10 * tolerance(dtype)
    require_projected(answer, right, rows, names, rtol=near)


@check(visible=True, about="generator_loss")
def generator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Both kinds of loss, of three fakes"""
    for kind, (want, slips) in by_hand.GENERATOR.items():
        answer = student.call("generator_loss", by_hand.FAKE, kind).hint(shape=SCALAR)
        answer.should_equal(want, slips=slips)


@check(weight=2, after=generator_loss_by_hand, about="generator_loss", essential=True)
def generator_loss_values(student: Student, ctx: Context) -> None:
    """Any number of fakes, of either kind and of the one that is meant without a kind"""
    for dtype in BOTH:
        for count, _ in SIZES:
            fake = drawn_logits(ctx, count, dtype)
            for kind in OTHER:
                answer = student.call("generator_loss", fake_logits=fake, kind=kind)
                precisely(answer, generator_of(fake, kind), dtype, slips=generator_slips)
            answer = student.call("generator_loss", fake_logits=fake)
            precisely(answer, generator_of(fake), dtype, slips=default_slips)


@check(after=generator_loss_by_hand, about="generator_loss")
def generator_loss_extreme(student: Student, ctx: Context) -> None:
    """Logits up to ±10,000, in both precisions"""
    for dtype in BOTH:
        for fake in extreme_logits(ctx, dtype):
            for kind in OTHER:
                answer = student.call("generator_loss", fake_logits=fake, kind=kind)
                want = generator_of(fake, kind)
                precisely(answer, want, dtype, slips=generator_slips, wrong=told_of_large)


@check(after=generator_loss_by_hand, about="generator_loss")
def generator_loss_gradient(student: Student, ctx: Context) -> None:
    """The gradient by the logits, of large ones, too"""
    for dtype in BOTH:
        usual = [drawn_logits(ctx, count, dtype) for count, _ in SIZES[:4]]
        for fake in (*usual, *extreme_logits(ctx, dtype)):
            for kind in OTHER:
                answer = student.call("generator_loss", fake_logits=fake, kind=kind)
                _require_gradient(answer, generator_of, dtype, ["fake_logits"])


@check(visible=True, about="generator_slope")
def generator_slope_by_hand(student: Student, ctx: Context) -> Passed:
    """−D and D − 1, of three fakes"""
    draw = partial(drawn_slopes, student)
    with explained(draw):
        for kind, (want, slips) in by_hand.SLOPE.items():
            answer = student.call("generator_slope", by_hand.FAKE, kind).hint(shape=SHAPE)
            answer.should_equal(want, slips=slips)
    return Passed(picture=draw)


@check.each(
    ("generator_loss", "generator_slope"),
    titles={
        "generator_loss": "Any other kind of loss is refused with a ValueError",
        "generator_slope": "Slopes of any other kind are refused with a ValueError",
    },
    weight=0.5,
    after=Checks(
        {"generator_loss": generator_loss_by_hand, "generator_slope": generator_slope_by_hand}
    ),
    about="{name}",
    form=True,
)
def errors(student: Student, ctx: Context, name: str) -> None:
    """Another kind"""
    for kind in OTHERS:
        student.call(name, ctx.randn(3), kind).should_raise(ValueError, why=OTHER_KIND)


@check(weight=2, after=generator_slope_by_hand, about="generator_slope", essential=True)
def generator_slope_values(student: Student, ctx: Context) -> None:
    """Any number of fakes, nothing recorded for autograd"""
    for dtype in BOTH:
        for count, _ in SIZES:
            fake = drawn_logits(ctx, count, dtype)
            for kind in OTHER:
                answer = student.call("generator_slope", fake_logits=fake, kind=kind)
                precisely(answer.hint(shape=SHAPE), slope_of(fake, kind), dtype, slips=slope_slips)
            answer = student.call("generator_slope", fake_logits=fake)
            precisely(answer, slope_of(fake), dtype, slips=default_slope_slips)
    kept = tensor(student, fake, requires_grad=True)
    if any(student.requires_grad("generator_slope", kept, kind) for kind in OTHER):
        raise Failed(RECORDED, essential=False)


@check(weight=1.5, after=generator_slope_by_hand, about="generator_slope")
def generator_slope_accuracy(student: Student, ctx: Context) -> None:
    """Logits up to ±80 to a relative accuracy, and up to ±10,000"""
    for dtype in BOTH:
        for fake in drawn_slope_logits(ctx, dtype):
            for kind in OTHER:
                answer = student.call("generator_slope", fake_logits=fake, kind=kind)
                want, near = slope_of(fake, kind), ACCURACY[dtype]
                answer = answer.hint(dtype=DTYPE)
                answer.should_equal(
                    want, dtype=dtype, atol=0.0, rtol=near, each=True, wrong=DIGITS_LOST[kind]
                )
        for fake in extreme_logits(ctx, dtype):
            for kind in OTHER:
                answer = student.call("generator_slope", fake_logits=fake, kind=kind)
                want = slope_of(fake, kind)
                precisely(answer, want, dtype, slips=slope_slips, wrong=LARGE_SLOPE)


@check(visible=True, about=NAME)
def discriminator_report_by_hand(student: Student, ctx: Context) -> None:
    """Five real samples and four fakes, a logit of 0 among either"""
    answer = student.call_plain(NAME, by_hand.REPORT_REAL, by_hand.REPORT_FAKE)
    require_report(student, answer, by_hand.REPORT, by_hand.REPORT_SLIPS, 1e-5)


@check(weight=2, after=discriminator_report_by_hand, about=NAME)
def discriminator_report_values(student: Student, ctx: Context) -> None:
    """Any logits: shares, and what is won over a coin, also where it is sure and wrong"""
    for dtype in BOTH:
        near = 1e-9 if dtype == torch.float64 else 5e-6
        zeros = [(with_zeros(ctx, n, dtype), with_zeros(ctx, m, dtype)) for n, m in SIZES]
        pairs = (*zeros, barely(dtype), *drawn_pairs(ctx, dtype), *extreme_pairs(ctx, dtype))
        for real, fake in pairs:
            answer = plain_by_name(student, NAME, real_logits=real, fake_logits=fake)
            due, slips = report_of(real, fake), report_slips(real, fake)
            require_report(student, answer, due, slips, near)
