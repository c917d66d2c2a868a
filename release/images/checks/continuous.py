"""Checks of `images/continuous`: densities, and what they say about integers."""
import torch
from torch import Tensor
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Expect, Student
from autograder.text.i18n import said
from .for_continuous.by_hand import BITS, DIMENSIONS, FAIR_DRAWS, GAUSSIAN, GAUSSIAN_SLIPS, INTEGERS, LOG_STD, NOISE, ONE_EACH, PIXELS, SPREAD, SPREAD_SLIPS, VALUES, bit_slips, fair_bound, fair_slips, told_of_spread
from .for_continuous.density import Density
from .for_continuous.picture import drawn_densities
from .shared.accuracy import require_close
from .shared.basis import made_of
OF_THE_NOISE = said('The result has the dtype and the shape of the noise.')

@check(weight=1, visible=True, about='gaussian_nll')
def gaussian_nll_by_hand(student: Student, ctx: Context) -> Passed:
    """At its own mean with σ = e⁻⁴ the NLL is negative"""

    def ask(mean: Tensor, log_std: Tensor, y: Tensor) -> Tensor:
        expect = Expect((len(y),))
        return student.call('gaussian_nll', mean, log_std, y, expect=expect)
    answer = student.call('gaussian_nll', PIXELS, torch.full_like(PIXELS, LOG_STD), PIXELS)
    with explained(lambda: drawn_densities(ask)):
        require_close(answer.hint(shape=ONE_EACH), GAUSSIAN, slips=GAUSSIAN_SLIPS)
    return Passed(picture=lambda: drawn_densities(ask))

@check
def gaussian_nll_values(student, ctx):
    """Any mean and deviation"""
    raise RuntimeError('this check is asked in grading only')

@check
def gaussian_nll_gradient(student, ctx):
    """The gradient of `gaussian_nll` by all three arguments"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='dequantize')
def dequantize_by_hand(student: Student, ctx: Context) -> None:
    """Four values in [0, 1)"""
    answer = student.call('dequantize', VALUES, NOISE, 4).hint(shape=OF_THE_NOISE)
    require_close(answer, SPREAD, slips=SPREAD_SLIPS, wrong=told_of_spread)

@check
def dequantize_values(student, ctx):
    """Any number of values, in the dtype of the noise"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='discrete_bound')
def discrete_bound_by_hand(student: Student, ctx: Context) -> None:
    """The density 1 costs ln V for each value, whatever the noise"""
    density = Density.uniform(*INTEGERS.shape[1:])
    for num_values in (4, 256):
        noise = ctx.rand(FAIR_DRAWS, *INTEGERS.shape)
        answer = student.call('discrete_bound', density.oracle(), INTEGERS, noise, num_values)
        with made_of({'dequantize': lambda: _dequantized(student)}):
            require_close(answer.hint(shape=ONE_EACH), fair_bound(num_values), slips=fair_slips(num_values), wrong=density.wrong)

def _dequantized(student: Student) -> Tensor:
    return require_close(student.call('dequantize', VALUES, NOISE, 4), SPREAD)

@check
def discrete_bound_values(student, ctx):
    """Any density, any number of draws"""
    raise RuntimeError('this check is asked in grading only')

@check
def discrete_bound_gradient(student, ctx):
    """A gradient reaches the density"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='density_to_bits')
def density_to_bits_by_hand(student: Student, ctx: Context) -> None:
    """The density 1 has log2 V bits"""
    for num_values, bits_each in BITS.items():
        answer = student.call('density_to_bits', torch.zeros(2), DIMENSIONS, num_values)
        want = torch.full((2,), bits_each)
        require_close(answer.hint(shape=ONE_EACH), want, slips=bit_slips(num_values))

@check
def density_to_bits_values(student, ctx):
    """Any NLL, below zero too"""
    raise RuntimeError('this check is asked in grading only')

@check
def continuous_keeps_arguments(student, ctx):
    """Arguments are not changed, and go by their names, too"""
    raise RuntimeError('this check is asked in grading only')
