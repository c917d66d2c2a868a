"""Checks of `foundations/autoencoder`: images through a bottleneck, and what is lost there."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Oracle, Student
from autograder.text.i18n import said
from .for_autoencoder import by_hand
from .for_autoencoder.model import decoded, encoded, rebuilt
from .for_autoencoder.picture import drawn_codes, drawn_threshold
from .shared.figures import exact_float, figures_of, require_figures
from .shared.hints import hinted
ONE_EACH = said('One error for each image was asked for, (B,).')
ANY = said('The model is any callable: it need not have `encode`, `decode` or `eval`.')

@check(visible=True, about='Autoencoder', form=True)
def autoencoder_shapes(student: Student, ctx: Context) -> Passed:
    """Shapes of codes and images"""
    for place, (pixels, code, hidden) in enumerate(by_hand.SIZES):
        given = (pixels, code, hidden) if place else ()
        model, rows = (student.construct('Autoencoder', *given), 4 - place)
        x = ctx.rand(rows, pixels)
        encoded(model, x, code)
        decoded(model, ctx.randn(rows, code), pixels)
        rebuilt(model, x)
    return Passed(picture=partial(drawn_codes, student, ctx))

@check
def autoencoder_is_repeatable(student, ctx):
    """Each image by itself, in training as in evaluation mode"""
    raise RuntimeError('this check is asked in grading only')

@check
def autoencoder_precision(student, ctx):
    """Weights of float64, images of float64"""
    raise RuntimeError('this check is asked in grading only')

@check
def autoencoder_bottleneck(student, ctx):
    """All that `decode` knows of an image is its code"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='reconstruction_error')
def reconstruction_error_by_hand(student: Student, ctx: Context) -> None:
    """Two images, pixels off by 0.1 to 0.5"""
    model = Oracle({'forward': lambda x: x + by_hand.OFF})
    answer = student.call('reconstruction_error', model, by_hand.IMAGES).hint(shape=ONE_EACH)
    with hinted(ANY):
        answer.should_equal(by_hand.ERRORS, slips=by_hand.ERROR_SLIPS)

@check
def reconstruction_error_values(student, ctx):
    """Any model, any number of images and pixels"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='pca_error')
def pca_error_by_hand(student: Student, ctx: Context) -> None:
    """Four images on a line, in one number and in none"""
    student.call('pca_error', by_hand.LINE, 1).should_equal(by_hand.LOST, slips=by_hand.ONE_SLIPS)
    student.call('pca_error', by_hand.LINE, 0).should_equal(by_hand.SPREAD, slips=by_hand.NONE_SLIPS)

@check
def pca_error_values(student, ctx):
    """Any images, also fewer than pixels, and codes of any size"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='detect')
def detect_by_hand(student: Student, ctx: Context) -> Passed:
    """Four normal errors, three odd ones, and a rate of 0.3"""
    answer = student.call_plain('detect', by_hand.NORMAL, by_hand.ODD, by_hand.RATE)
    got = figures_of(student, 'detect', answer, by_hand.KEYS)
    drawn = partial(drawn_threshold, student)
    with explained(drawn):
        require_figures(got, by_hand.FOUND, by_hand.KEYS, by_hand.DETECT_SLIPS)
    return Passed(picture=drawn)

@check
def detect_values(student, ctx):
    """Any errors, equal ones among them, and any rate"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='compression_ratio')
def compression_ratio_by_hand(student: Student, ctx: Context) -> None:
    """A thousand digits and a decoder"""
    value = student.call_plain('compression_ratio', *by_hand.SENT)
    got = torch.tensor([exact_float(student, 'compression_ratio', value)], dtype=torch.float64)
    require_figures(got, by_hand.RATIO.reshape(1), (), by_hand.RATIO_SLIPS)

@check
def compression_ratio_values(student, ctx):
    """Any numbers, with a decoder and without"""
    raise RuntimeError('this check is asked in grading only')

@check
def autoencoder_learns(student, ctx):
    """Trained, it rebuilds digits that it has not seen"""
    raise RuntimeError('this check is asked in grading only')
