"""Checks of `foundations/autoencoder`: images through a bottleneck, and what is lost there."""

from functools import partial

import torch

from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context, Passed, check
from autograder.checking.given import network
from autograder.checking.pictured import explained
from autograder.checking.student import Oracle, Student
from autograder.text.i18n import said

from .for_autoencoder import by_hand
from .for_autoencoder.bottleneck import require_bottleneck
from .for_autoencoder.cases import (
    detect_slips,
    error_cases,
    found_in,
    image_cases,
    pca_slips,
    ratio_of,
    ratio_slips,
    sent_cases,
)
from .for_autoencoder.model import decoded, encoded, rebuilt
from .for_autoencoder.picture import drawn_codes, drawn_threshold
from .for_autoencoder.repeated import require_precise, require_repeatable
from .for_autoencoder.trained import require_learned
from .shared.figures import exact_float, figures_of, require_figures
from .shared.hints import hinted
from .shared.precision import BOTH, precisely

ONE_EACH = said("One error for each image was asked for, (B,).")
ANY = said("The model is any callable: it need not have `encode`, `decode` or `eval`.")


@check(visible=True, about="Autoencoder", form=True)
def autoencoder_shapes(student: Student, ctx: Context) -> Passed:
    """Shapes of codes and images"""
    for place, (pixels, code, hidden) in enumerate(by_hand.SIZES):
        given = (pixels, code, hidden) if place else ()
        model, rows = student.construct("Autoencoder", *given), 4 - place
        x = ctx.rand(rows, pixels)
        encoded(model, x, code)
        decoded(model, ctx.randn(rows, code), pixels)
        rebuilt(model, x)
    return Passed(picture=partial(drawn_codes, student, ctx))


@check(after=autoencoder_shapes, about="Autoencoder", essential=True)
def autoencoder_is_repeatable(student: Student, ctx: Context) -> None:
    """Each image by itself, in training as in evaluation mode"""
    require_repeatable(student, ctx)


@check(weight=0.5, after=autoencoder_is_repeatable, about="Autoencoder", form=True)
def autoencoder_precision(student: Student, ctx: Context) -> None:
    """Weights of float64, images of float64"""
    require_precise(student, ctx)


@check(weight=1.5, after=autoencoder_is_repeatable, about="Autoencoder", essential=True)
def autoencoder_bottleneck(student: Student, ctx: Context) -> None:
    """All that `decode` knows of an image is its code"""
    require_bottleneck(student, ctx)


@check(weight=0.5, visible=True, about="reconstruction_error")
def reconstruction_error_by_hand(student: Student, ctx: Context) -> None:
    """Two images, pixels off by 0.1 to 0.5"""
    model = Oracle({"forward": lambda x: x + by_hand.OFF})
    answer = student.call("reconstruction_error", model, by_hand.IMAGES).hint(shape=ONE_EACH)
    with hinted(ANY):
        answer.should_equal(by_hand.ERRORS, slips=by_hand.ERROR_SLIPS)


@check(after=reconstruction_error_by_hand, about="reconstruction_error", essential=True)
def reconstruction_error_values(student: Student, ctx: Context) -> None:
    """Any model, any number of images and pixels"""
    for dtype in BOTH:
        for rows, pixels in ((5, 3), (1, 7), (4, 4)):
            x = ctx.rand(rows, pixels, dtype=dtype)
            weight = ctx.randn(pixels, pixels, dtype=dtype)
            played = Oracle({"forward": lambda x, by=weight: x @ by.T})
            for model in (played, network(student, (pixels,), linear=weight)):
                want = (x.double() @ weight.double().T - x.double()).square().mean(1)
                answer = student.call("reconstruction_error", model=model, x=x)
                with hinted(ANY):
                    precisely(answer.hint(shape=ONE_EACH), want, dtype)


@check(visible=True, about="pca_error")
def pca_error_by_hand(student: Student, ctx: Context) -> None:
    """Four images on a line, in one number and in none"""
    student.call("pca_error", by_hand.LINE, 1).should_equal(by_hand.LOST, slips=by_hand.ONE_SLIPS)
    student.call("pca_error", by_hand.LINE, 0).should_equal(
        by_hand.SPREAD, slips=by_hand.NONE_SLIPS
    )


@check(weight=2, after=pca_error_by_hand, about="pca_error", essential=True)
def pca_error_values(student: Student, ctx: Context) -> None:
    """Any images, also fewer than pixels, and codes of any size"""
    for dtype in BOTH:
        for x, code in image_cases(ctx, dtype):
            want = ctx.reference.pca_error(x.double(), code)
            precisely(student.call("pca_error", x=x, code=code), want, dtype, slips=pca_slips)


@check(visible=True, about="detect")
def detect_by_hand(student: Student, ctx: Context) -> Passed:
    """Four normal errors, three odd ones, and a rate of 0.3"""
    answer = student.call_plain("detect", by_hand.NORMAL, by_hand.ODD, by_hand.RATE)
    got = figures_of(student, "detect", answer, by_hand.KEYS)
    drawn = partial(drawn_threshold, student)
    with explained(drawn):
        require_figures(got, by_hand.FOUND, by_hand.KEYS, by_hand.DETECT_SLIPS)
    return Passed(picture=drawn)


@check(weight=2, after=detect_by_hand, about="detect", essential=True)
def detect_values(student: Student, ctx: Context) -> None:
    """Any errors, equal ones among them, and any rate"""
    for case in error_cases(ctx):
        answer = plain_by_name(student, "detect", **vars(case))
        got = figures_of(student, "detect", answer, by_hand.KEYS)
        require_figures(got, found_in(case), by_hand.KEYS, partial(detect_slips, case))


@check(weight=0.5, visible=True, about="compression_ratio")
def compression_ratio_by_hand(student: Student, ctx: Context) -> None:
    """A thousand digits and a decoder"""
    value = student.call_plain("compression_ratio", *by_hand.SENT)
    got = torch.tensor([exact_float(student, "compression_ratio", value)], dtype=torch.float64)
    require_figures(got, by_hand.RATIO.reshape(1), (), by_hand.RATIO_SLIPS)


@check(after=compression_ratio_by_hand, about="compression_ratio", essential=True)
def compression_ratio_values(student: Student, ctx: Context) -> None:
    """Any numbers, with a decoder and without"""
    for sent in sent_cases(ctx):
        value = plain_by_name(student, "compression_ratio", **sent)
        got = torch.tensor([exact_float(student, "compression_ratio", value)], dtype=torch.float64)
        require_figures(got, ratio_of(sent), (), partial(ratio_slips, sent))


# Asked last: it is dear.
@check(weight=2.5, after=autoencoder_bottleneck, about="Autoencoder")
def autoencoder_learns(student: Student, ctx: Context) -> Passed:
    """Trained, it rebuilds digits that it has not seen"""
    return require_learned(student, ctx)
