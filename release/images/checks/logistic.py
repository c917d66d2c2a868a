"""Checks of `images/logistic`: logistic laws, cut into bars and mixed."""
from functools import partial
import torch
from torch import Tensor
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Expect, Failed, Student
from autograder.text.i18n import said
from .for_logistic.by_hand import COEFFS, LOG_PROB_SLIPS, LOG_PROBS, LOG_SCALE, MEANS, MEANS_AFTER, MEANS_BEFORE, MEANS_SLIPS, MIX_LOG_PROBS, MIX_LOGITS, MIX_MEANS, MIX_NLL, MIX_PIXEL, MIX_SCALES, MIX_SLIPS, OF_THE_LOGITS, PIXEL, SHAPE, VALUES
from .for_logistic.certain import LOST, require_nearest, require_one_component, twice
from .for_logistic.picture import drawn_bars
from .shared.accuracy import CLOSE, require_close
from .shared.basis import made_of
OF_THE_MEANS = said('The result has the shape and the dtype of the means.')
NOT_CERTAIN = said('The probabilities of all values must sum to one: these do not.')

def _log_prob(student: Student, x: Tensor, mean: Tensor, log_scale: Tensor) -> Tensor:
    expect = Expect((len(x),))
    given = (x, mean, log_scale, 16)
    return student.call('logistic_log_prob', *given, expect=expect)

@check(weight=1.5, visible=True, about='logistic_log_prob')
def logistic_log_prob_by_hand(student: Student, ctx: Context) -> Passed:
    """Three values, the middle one half as wide as [0, 1]"""
    picture = partial(drawn_bars, partial(_log_prob, student))
    with explained(picture):
        answer = student.call('logistic_log_prob', VALUES, MEANS, LOG_SCALE, 3)
        require_close(answer.hint(shape=SHAPE), LOG_PROBS, slips=LOG_PROB_SLIPS)
    return Passed(picture=picture)

@check
def logistic_log_prob_values(student, ctx):
    """Values near the mean, both ends included"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, after=logistic_log_prob_by_hand, about='logistic_log_prob', essential=True)
def logistic_log_prob_mass_is_one(student: Student, ctx: Context) -> None:
    """All values together are certain"""
    for num_values in (2, 5, 256):
        x, means = (torch.arange(num_values), 2 * ctx.rand(6, 1) - 0.5)
        scales = -4 + 3 * ctx.rand(6, 1)
        answer = student.call('logistic_log_prob', x, means, scales, num_values)
        got = answer.hint(shape=SHAPE).should_have_shape(6, num_values)
        mass = got.double().exp().sum(1)
        if not ((mass - 1).abs() <= CLOSE).all():
            sums = ', '.join((f'{one:.6g}' for one in mass.tolist()))
            raise Failed(NOT_CERTAIN, detail=said('They sum to {number}.', number=sums))

@check
def logistic_log_prob_tails(student, ctx):
    """Far from the mean, and very narrow or wide"""
    raise RuntimeError('this check is asked in grading only')

@check
def logistic_log_prob_gradient(student, ctx):
    """Gradients are finite and right everywhere"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='channel_means')
def channel_means_by_hand(student: Student, ctx: Context) -> None:
    """One pixel, two of three means follow"""
    answer = student.call('channel_means', MEANS_BEFORE, COEFFS, PIXEL)
    require_close(answer.hint(shape=OF_THE_MEANS), MEANS_AFTER, slips=MEANS_SLIPS)

@check
def channel_means_values(student, ctx):
    """Any means and coefficients"""
    raise RuntimeError('this check is asked in grading only')

@check
def channel_means_keeps_arguments(student, ctx):
    """The means are not changed"""
    raise RuntimeError('this check is asked in grading only')

@check
def channel_means_gradient(student, ctx):
    """The gradient of `channel_means` by means and coefficients"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='mixture_nll', essential=True)
def mixture_nll_by_hand(student: Student, ctx: Context) -> None:
    """Two components, three channels: one choice for the pixel"""
    bars = (MIX_PIXEL.unsqueeze(1), MIX_MEANS, MIX_SCALES, 3)
    parts = {'logistic_log_prob': lambda: require_close(student.call('logistic_log_prob', *bars), MIX_LOG_PROBS)}
    with made_of(parts):
        answer = student.call('mixture_nll', MIX_LOGITS, MIX_MEANS, MIX_SCALES, MIX_PIXEL, 3)
        require_close(answer.hint(shape=OF_THE_LOGITS), MIX_NLL, slips=MIX_SLIPS)

@check
def mixture_nll_values(student, ctx):
    """Any mixture"""
    raise RuntimeError('this check is asked in grading only')

@check
def mixture_nll_extremes(student, ctx):
    """Weights of ±3,000, and means that are far off"""
    raise RuntimeError('this check is asked in grading only')

@check
def mixture_nll_gradient(student, ctx):
    """The gradient of `mixture_nll` by all three parts of the mixture"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='sample_mixture', false_alarm=LOST)
def sample_mixture_by_hand(student: Student, ctx: Context) -> None:
    """Narrow components far apart"""
    twice(lambda: require_nearest(student, ctx, 6))
    twice(lambda: require_one_component(student, 6))

@check
def sample_mixture_ends(student, ctx):
    """Both ends, and nothing beyond"""
    raise RuntimeError('this check is asked in grading only')

@check
def sample_mixture_samples(student, ctx):
    """Draws follow the law"""
    raise RuntimeError('this check is asked in grading only')

@check
def sample_mixture_follows(student, ctx):
    """G and B follow what was drawn"""
    raise RuntimeError('this check is asked in grading only')

@check
def sample_mixture_generator(student, ctx):
    """Draws come from the generator"""
    raise RuntimeError('this check is asked in grading only')
