"""Checks of `images/colour`: bins, what they cost, and a model of three channels."""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, repeats
from autograder.checking.projected import require_projected
from autograder.checking.student import Student
from autograder.text.i18n import said

from .for_colour.by_hand import (
    BIN_SLIPS,
    BINS,
    CHANNEL_NLL,
    CHANNEL_SLIPS,
    COARSE_NLL,
    COLOURS,
    LOGITS,
    PER_CHANNEL,
    PER_IMAGE,
    PIXEL,
    PIXELS,
    coarse_slips,
)
from .for_colour.leaks import causal_in_training, survives_loading
from .for_colour.model import NAME, colour_class, plan_of
from .for_colour.picture import drawn_channels
from .for_colour.sees import require_channels, require_neighbours, require_reach
from .for_colour.trained import learns
from .for_colour.truth import (
    bin_slips,
    bins,
    channel_nll,
    channel_slips,
    coarse_nll,
    told_of_large,
)
from .for_colour.truth import coarse_slips as any_coarse_slips
from .shared.accuracy import BOTH, require_close, rounding
from .shared.basis import made_of
from .shared.hints import hinted

OF_THE_LOGITS = said("The result has the dtype of the logits.")
OF_THE_MODEL = said("The result has the dtype of the model.")
LAYOUT = said(
    "The logits' channels and values may be mixed up: (B, V, 3, H, W), values before channels."
)
NO_BINS = said("V bins are equal where V divides 256, and there are two at least")
ALL_DIVISORS = said("V is any divisor of 256, 2 and 256 included.")
LARGE = 1e4
# Coverage misses what no path carries in any of six initialisations, at two images each. In three
# of them: of eight rectifiers all are shut at one place of one of four layers with probability
# 4 / 2^8: (4 / 2^8)^6, at 12 places.
SHUT = 2e-10


@check(weight=1, visible=True, about="coarsen")
def coarsen_by_hand(student: Student, ctx: Context) -> None:
    """0, 31, 32 and 255 in eight bins"""
    student.call("coarsen", COLOURS, 8).should_equal(BINS, slips=BIN_SLIPS)


@check(weight=1, after=coarsen_by_hand, about="coarsen")
def coarsen_values(student: Student, ctx: Context) -> None:
    """All 256 values at any V"""
    for num_values in (2, 4, 32, 256):
        x256 = torch.randperm(256, generator=ctx.stream).view(2, 8, 4, 4)
        answer = student.call("coarsen", x256=x256, num_values=num_values)
        with hinted(ALL_DIVISORS):
            answer.should_equal(bins(x256, num_values), slips=bin_slips)


@check(weight=0.5, after=coarsen_by_hand, about="coarsen", form=True)
def coarsen_errors(student: Student, ctx: Context) -> None:
    """Bins that do not divide 256 are refused"""
    for num_values in (1, 3, 6, 100, 0, 512, -2):
        student.call("coarsen", COLOURS, num_values).should_raise(ValueError, why=NO_BINS)


@check(weight=1, visible=True, about="nll_by_channel")
def nll_by_channel_by_hand(student: Student, ctx: Context) -> None:
    """One pixel, three channels"""
    answer = student.call("nll_by_channel", LOGITS, PIXEL).hint(shape=PER_CHANNEL)
    require_close(answer, CHANNEL_NLL, slips=CHANNEL_SLIPS)


SIZES = ((2, 4, 3, 5, 6), (2, 3, 3, 4, 5), (3, 5, 1, 2, 4))  # B, V, C, H, W


@check(weight=1.5, after=nll_by_channel_by_hand, about="nll_by_channel")
def nll_by_channel_values(student: Student, ctx: Context) -> None:
    """Any shape, any logits"""
    for dtype in BOTH:
        for shape in SIZES:
            for scale in (1.0, LARGE):
                logits = scale * (ctx.randn(*shape, dtype=dtype).clamp(-1, 1))
                x = ctx.randint(shape[1], shape[0], *shape[2:])
                answer = student.call("nll_by_channel", logits=logits, x=x)
                require_close(
                    answer.hint(shape=PER_CHANNEL, dtype=OF_THE_LOGITS),
                    channel_nll(logits, x),
                    dtype,
                    slips=channel_slips,
                    slack=rounding(logits, x[0, 0].numel()),
                    wrong=told_of_large if scale > 1 else "",
                )


@check(weight=0.5, after=nll_by_channel_values, about="nll_by_channel")
def nll_by_channel_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `nll_by_channel`"""
    logits, x = ctx.randn(2, 4, 3, 2, 5, dtype=torch.float64), ctx.randint(4, 2, 3, 2, 5)
    rows, answer = ctx.randn(2, 3), student.call("nll_by_channel", logits=logits, x=x)
    require_projected(answer, ctx.reference.nll_by_channel, rows.double(), ("logits",))


@check(weight=1, visible=True, about="coarse_nll")
def coarse_nll_by_hand(student: Student, ctx: Context) -> None:
    """Equal logits cost ln 256 for each value"""
    for num_values in (8, 2, 256):
        logits = torch.zeros(2, num_values, *PIXELS.shape[1:])
        answer = student.call("coarse_nll", logits, PIXELS).hint(shape=PER_IMAGE)
        with made_of(_of_coarse(student)):
            require_close(answer, COARSE_NLL, slips=coarse_slips(num_values))


def _of_coarse(student: Student) -> dict[str, Callable[[], object]]:
    """Return published questions to what `coarse_nll` may be made of."""
    return {
        "coarsen": lambda: student.call("coarsen", COLOURS, 8).should_equal(BINS),
        "nll_by_channel": lambda: require_close(
            student.call("nll_by_channel", LOGITS, PIXEL), CHANNEL_NLL
        ),
    }


@check(weight=1.5, after=coarse_nll_by_hand, about="coarse_nll")
def coarse_nll_values(student: Student, ctx: Context) -> None:
    """Any logits, any V"""
    for dtype in BOTH:
        for num_values in (2, 8, 64, 256):
            logits = 2 * ctx.randn(2, num_values, 3, 4, 5, dtype=dtype)
            x256 = ctx.randint(256, 2, 3, 4, 5)
            answer = student.call("coarse_nll", logits=logits, x256=x256)
            answer = answer.hint(shape=PER_IMAGE, dtype=OF_THE_LOGITS)
            x = bins(x256, num_values)
            parts = {
                "coarsen": partial(_is_coarse, student, x256, x, num_values),
                "nll_by_channel": partial(_costs, student, logits, x),
            }
            with made_of(parts):
                require_close(answer, coarse_nll(logits, x256), dtype, slips=any_coarse_slips)


def _is_coarse(student: Student, x256: Tensor, x: Tensor, num_values: int) -> None:
    student.call("coarsen", x256, num_values).should_equal(x)


def _costs(student: Student, logits: Tensor, x: Tensor) -> None:
    answer = student.call("nll_by_channel", logits, x)
    require_close(answer, channel_nll(logits, x), logits.dtype)


@check(weight=0.5, after=coarse_nll_by_hand, about="coarse_nll", form=True)
def coarse_nll_errors(student: Student, ctx: Context) -> None:
    """V that does not divide 256 is refused"""
    for num_values in (3, 6):
        logits = torch.zeros(2, num_values, *PIXELS.shape[1:])
        student.call("coarse_nll", logits, PIXELS).should_raise(ValueError, why=NO_BINS)


@check(weight=0.5, after=coarse_nll_values, about="coarse_nll")
def coarse_nll_gradient(student: Student, ctx: Context) -> None:
    """The gradient of `coarse_nll`"""
    logits, x256 = ctx.randn(2, 8, 3, 2, 5, dtype=torch.float64), ctx.randint(256, 2, 3, 2, 5)
    rows, answer = ctx.randn(2), student.call("coarse_nll", logits=logits, x256=x256)
    require_projected(answer, ctx.reference.coarse_nll, rows.double(), ("logits",))


MODELS = ((3, 4, 8, (1, 2, 1)), (4, 4, 2, [1, 3]), (3, 4, 4, (1,)))  # H, W, V, dilations


@check(weight=1, visible=True, about=NAME, form=True)
def colour_shapes(student: Student, ctx: Context) -> Passed:
    """Logits of any image and any V"""
    default = student.construct(NAME).call("forward", torch.zeros(1, 3, 4, 5))
    default.hint(shape=LAYOUT).should_have_shape(1, 8, 3, 4, 5, finite=True)
    for height, width, num_values, dilations in MODELS:
        for dtype in BOTH:
            model = student.construct(
                NAME, hidden_channels=12, dilations=dilations, num_values=num_values
            )
            model.mode(dtype=dtype)
            x = ctx.randint(num_values, 2, 3, height, width).to(dtype) / (num_values - 1)
            answer = model.call("forward", x=x).hint(shape=LAYOUT, dtype=OF_THE_MODEL)
            answer.should_have_shape(2, num_values, 3, height, width, dtype=dtype, finite=True)
    draw = ctx.generator("picture")
    plan = plan_of(3, 3, 4)
    born = colour_class().born
    return Passed(picture=lambda: drawn_channels(born(student, plan, draw), draw))


@check(weight=1, after=colour_shapes, about=NAME, essential=True)
def colour_is_repeatable(student: Student, ctx: Context) -> None:
    """Images do not see each other, and nothing is remembered"""
    repeats.is_repeatable(student, colour_class(), plan_of(3, 4, 8), ctx.generator())


@check(weight=4, after=colour_shapes, about=NAME, essential=True)
def colour_is_causal(student: Student, ctx: Context) -> None:
    """No logit sees itself or what comes later"""
    draw, kind = ctx.generator(), colour_class()
    for plan in (plan_of(3, 4, 8), plan_of(4, 4, 2)):
        causal.stays_causal(student, kind, plan, draw)
        causal_in_training(student, kind, plan, draw)


@check(weight=1.5, after=colour_is_causal, about=NAME, false_alarm=SHUT)
def colour_sees_channels(student: Student, ctx: Context) -> None:
    """G sees R, and B sees R and G"""
    require_channels(student, ctx.generator())


@check(weight=1.5, after=colour_is_causal, about=NAME, false_alarm=SHUT)
def colour_sees_neighbours(student: Student, ctx: Context) -> None:
    """All colours of the four neighbours"""
    for dilations in ((1, 2, 1), (1, 3)):
        require_neighbours(student, dilations, ctx.generator(str(dilations)))


@check(weight=1, after=colour_is_causal, about=NAME, false_alarm=SHUT)
def colour_reaches(student: Student, ctx: Context) -> None:
    """As far as its dilations"""
    for dilations in ((1, 2, 1), (1, 3), (2, 1), (1, 4)):
        require_reach(student, dilations, ctx.generator(str(dilations)))


@check(weight=0.5, after=colour_is_causal, about=NAME)
def colour_survives_loading(student: Student, ctx: Context) -> None:
    """Hidden weights stay without effect"""
    survives_loading(student, colour_class(), plan_of(3, 4, 4), ctx.generator())


# The floor's false alarm, by Markov's inequality.
@check(weight=2, after=colour_is_causal, about=NAME, false_alarm=1e-9)
def colour_learns(student: Student, ctx: Context) -> Passed:
    """Trained, below 225 nats"""
    return learns(student, ctx)
