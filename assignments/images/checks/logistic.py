"""Checks of `images/logistic`: logistic laws, cut into bars and mixed."""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed, check
from autograder.checking.models.generators import require_generator, require_global
from autograder.checking.models.sampler import Drawn
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Expect, Failed, Handle, Student
from autograder.probes.order import Grid
from autograder.text.i18n import said

from .for_logistic.asked import (
    far,
    near,
    require_extremes,
    require_log_prob,
    require_mixture,
    values,
)
from .for_logistic.by_hand import (
    COEFFS,
    LOG_PROB_SLIPS,
    LOG_PROBS,
    LOG_SCALE,
    MEANS,
    MEANS_AFTER,
    MEANS_BEFORE,
    MEANS_SLIPS,
    MIX_LOG_PROBS,
    MIX_LOGITS,
    MIX_MEANS,
    MIX_NLL,
    MIX_PIXEL,
    MIX_SCALES,
    MIX_SLIPS,
    OF_THE_LOGITS,
    PIXEL,
    SHAPE,
    VALUES,
)
from .for_logistic.certain import LOST, require_nearest, require_one_component, twice
from .for_logistic.colours import asked_means, means_slips, require_means, right_means
from .for_logistic.drawn import ALARM, FOLLOWING, TABLES, Mixtures, require_shape
from .for_logistic.following import require_choice, require_ends, require_following
from .for_logistic.picture import drawn_bars
from .shared.accuracy import BOTH, CLOSE, require_close
from .shared.basis import made_of

OF_THE_MEANS = said("The result has the shape and the dtype of the means.")
NOT_CERTAIN = said("The probabilities of all values must sum to one: these do not.")
NARROWEST = -3.5  # below it rounding in float32 moves a slope by 0.02 in a plain right answer
FAIR_PIXELS = (3, 2, 4)
# Each pixel is one of 16 values, none likelier than 0.3; five pairs of calls.
ALIKE = 5 * 0.3**24


def _log_prob(student: Student, x: Tensor, mean: Tensor, log_scale: Tensor) -> Tensor:
    expect = Expect((len(x),))  # mean and log_scale are of one bar's law
    given = x, mean, log_scale, 16
    return student.call("logistic_log_prob", *given, expect=expect)


@check(weight=1.5, visible=True, about="logistic_log_prob")
def logistic_log_prob_by_hand(student: Student, ctx: Context) -> Passed:
    """Three values, the middle one half as wide as [0, 1]"""
    picture = partial(drawn_bars, partial(_log_prob, student))
    with explained(picture):
        answer = student.call("logistic_log_prob", VALUES, MEANS, LOG_SCALE, 3)
        require_close(answer.hint(shape=SHAPE), LOG_PROBS, slips=LOG_PROB_SLIPS)
    return Passed(picture=picture)


@check(weight=3, after=logistic_log_prob_by_hand, about="logistic_log_prob", essential=True)
def logistic_log_prob_values(student: Student, ctx: Context) -> None:
    """Values near the mean, both ends included"""
    for dtype in BOTH:
        for num_values in (2, 17, 256):
            x, spread = values(ctx, num_values, 60), ctx.rand(2, 60, dtype=torch.float64)
            log_scale = (-4 + 3 * spread[0]).to(dtype)
            mean = x / (num_values - 1) + log_scale.exp() * (6 * spread[1] - 3)
            require_log_prob(student, x, mean.to(dtype), log_scale, num_values)
    x, mean, log_scale = ctx.randint(9, 3, 1, 5), ctx.rand(4, 1), -ctx.rand(1) - 1
    require_log_prob(student, x, mean, log_scale, 9)


@check(
    weight=1,
    visible=True,
    after=logistic_log_prob_by_hand,
    about="logistic_log_prob",
    essential=True,
)
def logistic_log_prob_mass_is_one(student: Student, ctx: Context) -> None:
    """All values together are certain"""
    for num_values in (2, 5, 256):
        x, means = torch.arange(num_values), 2 * ctx.rand(6, 1) - 0.5
        scales = -4 + 3 * ctx.rand(6, 1)
        answer = student.call("logistic_log_prob", x, means, scales, num_values)
        got = answer.hint(shape=SHAPE).should_have_shape(6, num_values)
        mass = got.double().exp().sum(1)
        if not ((mass - 1).abs() <= CLOSE).all():
            sums = ", ".join(f"{one:.6g}" for one in mass.tolist())
            raise Failed(NOT_CERTAIN, detail=said("They sum to {number}.", number=sums))


@check(weight=2, after=logistic_log_prob_values, about="logistic_log_prob")
def logistic_log_prob_tails(student: Student, ctx: Context) -> None:
    """Far from the mean, and very narrow or wide"""
    for dtype in BOTH:
        for num_values in (2, 17, 256):
            x, mean, log_scale = far(ctx, num_values, dtype)
            require_log_prob(student, x, mean, log_scale, num_values, tails=True)


@check(weight=1, after=logistic_log_prob_tails, about="logistic_log_prob")
def logistic_log_prob_gradient(student: Student, ctx: Context) -> None:
    """Gradients are finite and right everywhere"""
    right = ctx.reference.logistic_log_prob
    for dtype in (torch.float64, torch.float32):
        for num_values in (2, 17, 256):
            x, mean, log_scale = far(ctx, num_values, dtype)
            if dtype == torch.float32:
                log_scale = log_scale.clamp_min(NARROWEST)
            given: dict[str, Any] = {
                "x": x,
                "mean": mean,
                "log_scale": log_scale,
                "num_values": num_values,
            }
            rows = ctx.randn(len(x), dtype=dtype)
            answer = student.call("logistic_log_prob", **given)
            require_projected(answer, right, rows, ("mean", "log_scale"))


@check(weight=1, visible=True, about="channel_means")
def channel_means_by_hand(student: Student, ctx: Context) -> None:
    """One pixel, two of three means follow"""
    answer = student.call("channel_means", MEANS_BEFORE, COEFFS, PIXEL)
    require_close(answer.hint(shape=OF_THE_MEANS), MEANS_AFTER, slips=MEANS_SLIPS)


@check(weight=1.5, after=channel_means_by_hand, about="channel_means")
def channel_means_values(student: Student, ctx: Context) -> None:
    """Any means and coefficients"""
    for dtype in BOTH:
        for num_values, components in ((5, 1), (256, 3)):
            means, coeffs = ctx.randn(2, 2, components, 3, 4, 5, dtype=dtype)
            x = ctx.randint(num_values, 2, 3, 4, 5)
            want = right_means(means, coeffs, x, num_values)
            answer = student.call("channel_means", means, coeffs, x, num_values)
            answer = answer.hint(shape=OF_THE_MEANS, dtype=OF_THE_MEANS)
            require_close(answer, want, dtype, slips=means_slips)


@check(weight=0.5, after=channel_means_by_hand, about="channel_means", form=True)
def channel_means_keeps_arguments(student: Student, ctx: Context) -> None:
    """The means are not changed"""
    asked_means(student, ctx).should_have_shape(2, 2, 3, 3, 4)


@check(
    weight=0.5, after=(channel_means_values, channel_means_keeps_arguments), about="channel_means"
)
def channel_means_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `channel_means` by means and coefficients"""
    means, coeffs, rows = ctx.randn(3, 2, 2, 3, 3, 4, dtype=torch.float64)
    given: dict[str, Any] = {
        "means": means,
        "coeffs": coeffs,
        "x": ctx.randint(7, 2, 3, 3, 4),
        "num_values": 7,
    }
    answer = student.call("channel_means", **given)
    require_projected(answer, ctx.reference.channel_means, rows, ("means", "coeffs"))


@check(weight=1.5, visible=True, about="mixture_nll", essential=True)
def mixture_nll_by_hand(student: Student, ctx: Context) -> None:
    """Two components, three channels: one choice for the pixel"""
    bars = MIX_PIXEL.unsqueeze(1), MIX_MEANS, MIX_SCALES, 3
    parts = {
        "logistic_log_prob": lambda: require_close(
            student.call("logistic_log_prob", *bars), MIX_LOG_PROBS
        )
    }
    with made_of(parts):
        answer = student.call("mixture_nll", MIX_LOGITS, MIX_MEANS, MIX_SCALES, MIX_PIXEL, 3)
        require_close(answer.hint(shape=OF_THE_LOGITS), MIX_NLL, slips=MIX_SLIPS)


MIXTURES = ((256, 1, 3), (5, 4, 1), (6, 4, 3))  # values, components, channels


@check(weight=2, after=mixture_nll_by_hand, about="mixture_nll", essential=True)
def mixture_nll_values(student: Student, ctx: Context) -> None:
    """Any mixture"""
    for dtype in BOTH:
        for sizes in MIXTURES:
            parts, x = near(ctx, sizes, dtype)
            require_mixture(student, x, parts, sizes[0])


@check(weight=1, after=mixture_nll_by_hand, about="mixture_nll")
def mixture_nll_extremes(student: Student, ctx: Context) -> None:
    """Weights of ±3,000, and means that are far off"""
    for dtype in BOTH:
        require_extremes(student, ctx, dtype)


@check(weight=0.5, after=mixture_nll_values, about="mixture_nll")
def mixture_nll_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `mixture_nll` by all three parts of the mixture"""
    (logits, means, scales), x = near(ctx, (9, 3, 3), torch.float64)
    parts: dict[str, Any] = {"logits": logits, "means": means, "log_scales": scales}
    rows = ctx.randn(2, dtype=torch.float64)
    answer = student.call("mixture_nll", **parts, x=x, num_values=9)
    require_projected(answer, ctx.reference.mixture_nll, rows, ("logits", "means", "log_scales"))


@check(weight=1, visible=True, about="sample_mixture", false_alarm=LOST)
def sample_mixture_by_hand(student: Student, ctx: Context) -> None:
    """Narrow components far apart"""
    twice(lambda: require_nearest(student, ctx, 6))
    twice(lambda: require_one_component(student, 6))


@check(weight=0.5, after=sample_mixture_by_hand, about="sample_mixture", false_alarm=LOST)
def sample_mixture_ends(student: Student, ctx: Context) -> None:
    """Both ends, and nothing beyond"""
    twice(lambda: require_ends(student, ctx))


# Five laws, each tested once; see `fit` and `tied`.
@check(
    weight=2.5,
    after=(sample_mixture_by_hand, sample_mixture_ends),
    about="sample_mixture",
    false_alarm=LOST + ALARM * (1 + len(TABLES)),
    essential=True,
)
def sample_mixture_samples(student: Student, ctx: Context) -> None:
    """Draws follow the law"""
    twice(lambda: require_choice(student, ctx))
    generator = student.generator(ctx.between(0, 1 << 30))
    require_shape(student, ctx, generator)
    for number, table in enumerate(TABLES):
        Mixtures.drawn(ctx, table, upright=number % 2 == 1).require(student, generator)


# R is 5 of 10 in all 30 pixels, as if nothing were drawn, with probability 0.68^30.
@check(
    weight=3,
    after=sample_mixture_samples,
    about="sample_mixture",
    false_alarm=LOST + ALARM * len(FOLLOWING),
)
def sample_mixture_follows(student: Student, ctx: Context) -> None:
    """G and B follow what was drawn"""
    with made_of({"channel_means": lambda: require_means(student, ctx)}):
        twice(lambda: require_following(student, ctx))
        generator = student.generator(ctx.between(0, 1 << 30))
        for table in FOLLOWING:
            Mixtures.drawn(ctx, table, follows=True).require(student, generator)


@check(weight=1, after=sample_mixture_by_hand, about="sample_mixture", false_alarm=ALIKE)
def sample_mixture_generator(student: Student, ctx: Context) -> None:
    """Draws come from the generator"""
    batch, height, width = FAIR_PIXELS
    logits, middles = torch.zeros(batch, 2, height, width), torch.tensor([0.35, 0.65])
    means = middles.view(1, 2, 1, 1, 1).expand(batch, 2, 1, height, width).contiguous()
    given = logits, means, torch.full_like(means, -2.0), None, 16
    expect = Expect((batch, 1, height, width), torch.int64)

    def ask(generator: Handle | None) -> Drawn:
        more: dict[str, Any] = {} if generator is None else {"generator": generator}
        images = student.call("sample_mixture", *given, expect=expect, **more)
        return Drawn("sample_mixture", images.double() / 15, Grid(1, height, width, 16))

    require_generator(student, ask, ctx.between(0, 1 << 30))
    require_global(student, lambda: ask(None))
