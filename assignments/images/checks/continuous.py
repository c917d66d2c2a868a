"""Checks of `images/continuous`: densities, and what they say about integers."""

from contextlib import suppress
from functools import partial

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Expect, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

from .for_continuous.bounds import Bound, slope, stairs
from .for_continuous.by_hand import (
    BITS,
    DIMENSIONS,
    FAIR_DRAWS,
    GAUSSIAN,
    GAUSSIAN_SLIPS,
    INTEGERS,
    LOG_STD,
    NOISE,
    ONE_EACH,
    PIXELS,
    SPREAD,
    SPREAD_SLIPS,
    VALUES,
    bit_slips,
    fair_bound,
    fair_slips,
    told_of_ends,
    told_of_spread,
)
from .for_continuous.density import Density
from .for_continuous.gradient import require_pulled
from .for_continuous.picture import drawn_densities
from .for_continuous.slips import (
    bits,
    bits_slips,
    dequantize_slips,
    dequantized,
    gaussian,
    gaussian_slips,
)
from .shared.accuracy import BOTH, require_close
from .shared.basis import made_of

OF_THE_MEAN = said("The result has the dtype of the mean.")
EXTREME = said(
    "Where σ is near 1 the numbers are right, where it is far from 1 they are not: no clamp, and "
    "no epsilon beside σ or σ²."
)
OF_THE_NOISE = said("The result has the dtype and the shape of the noise.")
OF_THE_NLL = said("The result has the dtype of the NLL.")
DRAWS = 4
INSIDE = (0.01, 0.98)  # least noise, and how much more at most: never within rounding of an edge


@check(weight=1, visible=True, about="gaussian_nll")
def gaussian_nll_by_hand(student: Student, ctx: Context) -> Passed:
    """At its own mean with σ = e⁻⁴ the NLL is negative"""

    def ask(mean: Tensor, log_std: Tensor, y: Tensor) -> Tensor:
        expect = Expect((len(y),))
        return student.call("gaussian_nll", mean, log_std, y, expect=expect)

    answer = student.call("gaussian_nll", PIXELS, torch.full_like(PIXELS, LOG_STD), PIXELS)
    with explained(lambda: drawn_densities(ask)):
        require_close(answer.hint(shape=ONE_EACH), GAUSSIAN, slips=GAUSSIAN_SLIPS)
    return Passed(picture=lambda: drawn_densities(ask))


@check(weight=2, after=gaussian_nll_by_hand, about="gaussian_nll", essential=True)
def gaussian_nll_values(student: Student, ctx: Context) -> None:
    """Any mean and deviation"""
    for dtype in BOTH:
        for shape in ((3, 2, 4, 5), (1, 1, 5, 1), (2, 3, 1, 4)):
            for log_std in (0.0, 4.0, -6.0):
                mean, more, far = ctx.randn(3, *shape, dtype=dtype)
                width = log_std + more / 2
                y = mean + width.exp() * far
                answer = student.call("gaussian_nll", mean, width, y)
                answer = answer.hint(shape=ONE_EACH, dtype=OF_THE_MEAN)
                want = gaussian(mean, width, y).flatten(1).sum(1)
                wrong = EXTREME if log_std else ""
                require_close(answer, want, dtype, slips=gaussian_slips, wrong=wrong)


@check(weight=0.5, after=gaussian_nll_values, about="gaussian_nll")
def gaussian_nll_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `gaussian_nll` by all three arguments"""
    mean, log_std, y = ctx.randn(3, 2, 3, 2, 4, dtype=torch.float64)
    answer = student.call("gaussian_nll", mean=mean, log_std=log_std, y=y)
    rows = ctx.randn(2, dtype=torch.float64)
    require_projected(answer, ctx.reference.gaussian_nll, rows, ("mean", "log_std", "y"))


@check(weight=0.5, visible=True, about="dequantize")
def dequantize_by_hand(student: Student, ctx: Context) -> None:
    """Four values in [0, 1)"""
    answer = student.call("dequantize", VALUES, NOISE, 4).hint(shape=OF_THE_NOISE)
    require_close(answer, SPREAD, slips=SPREAD_SLIPS, wrong=told_of_spread)


@check(weight=1.5, after=dequantize_by_hand, about="dequantize")
def dequantize_values(student: Student, ctx: Context) -> None:
    """Any number of values, in the dtype of the noise"""
    for dtype in BOTH:
        for num_values, shape in ((2, (3, 1, 2, 4)), (10, (7,)), (256, (2, 3, 4, 5))):
            x = ctx.randint(num_values, *shape)
            for noise in (ctx.rand(*shape, dtype=dtype), torch.zeros(shape, dtype=dtype)):
                answer = student.call("dequantize", x, noise, num_values)
                answer = answer.hint(shape=OF_THE_NOISE, dtype=OF_THE_NOISE)
                want = dequantized(x, noise, num_values)
                wrong = partial(told_of_ends, want=want)
                require_close(answer, want, dtype, slips=dequantize_slips, wrong=wrong)


@check(weight=1, visible=True, about="discrete_bound")
def discrete_bound_by_hand(student: Student, ctx: Context) -> None:
    """The density 1 costs ln V for each value, whatever the noise"""
    density = Density.uniform(*INTEGERS.shape[1:])
    for num_values in (4, 256):
        noise = ctx.rand(FAIR_DRAWS, *INTEGERS.shape)
        answer = student.call("discrete_bound", density.oracle(), INTEGERS, noise, num_values)
        with made_of({"dequantize": lambda: _dequantized(student)}):
            require_close(
                answer.hint(shape=ONE_EACH),
                fair_bound(num_values),
                slips=fair_slips(num_values),
                wrong=density.wrong,
            )


def _dequantized(student: Student) -> Tensor:
    return require_close(student.call("dequantize", VALUES, NOISE, 4), SPREAD)


@check(weight=2, after=discrete_bound_by_hand, about="discrete_bound", essential=True)
def discrete_bound_values(student: Student, ctx: Context) -> None:
    """Any density, any number of draws"""
    for dtype in BOTH:
        for shape, num_values, draws in (((3, 2, 4), 4, DRAWS), ((1, 4, 2), 256, 1)):
            for density in _densities(ctx, shape, num_values):
                x = ctx.randint(num_values, 2, *shape)
                noise = INSIDE[0] + INSIDE[1] * ctx.rand(draws, *x.shape, dtype=dtype)
                Bound(density, x, noise, num_values).require(student)


def _densities(ctx: Context, shape: tuple[int, ...], num_values: int) -> list[Density]:
    logits = 2 * ctx.randn(*shape, num_values, dtype=torch.float64)
    slopes = 3 * ctx.randn(*shape, dtype=torch.float64)
    return [stairs(logits.log_softmax(-1)), slope(slopes)]


@check(weight=0.5, after=discrete_bound_values, about="discrete_bound")
def discrete_bound_gradient(student: Student, ctx: Context) -> None:
    """A gradient reaches the density"""
    require_pulled(student, ctx)


@check(weight=0.5, visible=True, about="density_to_bits")
def density_to_bits_by_hand(student: Student, ctx: Context) -> None:
    """The density 1 has log2 V bits"""
    for num_values, bits_each in BITS.items():
        answer = student.call("density_to_bits", torch.zeros(2), DIMENSIONS, num_values)
        want = torch.full((2,), bits_each)
        require_close(answer.hint(shape=ONE_EACH), want, slips=bit_slips(num_values))


@check(weight=1, after=density_to_bits_by_hand, about="density_to_bits")
def density_to_bits_values(student: Student, ctx: Context) -> None:
    """Any NLL, below zero too"""
    for dtype in BOTH:
        for num_values, num_dims in ((2, 5), (10, 1), (256, 3072)):
            nll = 3 * num_dims * ctx.randn(4, dtype=dtype)
            answer = student.call("density_to_bits", nll, num_dims, num_values)
            answer = answer.hint(shape=ONE_EACH, dtype=OF_THE_NLL)
            require_close(answer, bits(nll, num_dims, num_values), dtype, slips=bits_slips)


@check(weight=0.5, form=True)
def continuous_keeps_arguments(student: Student, ctx: Context) -> None:
    """Arguments are not changed, and go by their names, too"""
    shape = (2, 3, 1, 2)
    x, (noise, mean, log_std) = ctx.randint(4, *shape), ctx.rand(3, *shape)
    nll = ctx.randn(2)
    calls = (
        (student.call("gaussian_nll", mean=mean, log_std=log_std, y=noise), (2,)),
        (student.call("dequantize", x=x, noise=noise, num_values=4), shape),
        (student.call("density_to_bits", nll=nll, num_dims=6, num_values=4), (2,)),
        (_bound_by_name(student, x, noise.unsqueeze(0)), (2,)),
    )
    for answer, due in calls:
        with suppress(WrongForm):  # that is for others to tell
            answer.should_have_shape(*due)


def _bound_by_name(student: Student, x: Tensor, noise: Tensor) -> Answer:
    density = Density.uniform(*x.shape[1:])
    return student.call(
        "discrete_bound", log_density=density.oracle(), x=x, noise=noise, num_values=4
    )
