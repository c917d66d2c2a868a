"""Checks of `sequences/sampling`: from a language model to texts.

The grader plays the model, and so sees every text that it is called with.
"""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Checks, Context, Passed, check
from autograder.checking.models.drawn import require_few_calls, require_grid, require_own_draws
from autograder.checking.models.generators import require_generator, require_global
from autograder.checking.models.reader import reading
from autograder.checking.models.sampler import Drawn, Sampler
from autograder.checking.projected import require_projected
from autograder.checking.student import Failed, Student
from autograder.probes.batch import PAIRS_ALPHA
from autograder.probes.oracles import Indep
from autograder.probes.sampling import ALPHA, FALSE_ALARM
from autograder.probes.texts import Texts
from autograder.text.i18n import said

from .for_sampling import by_hand
from .for_sampling.adjusted_answers import require_adjusted
from .for_sampling.adjusted_cases import adjust_slips, drawn_adjusted
from .for_sampling.beams import RIGHT, Case, drawn_beams, long_beams
from .for_sampling.beams_asked import Asked, require_beams
from .for_sampling.beams_told import score_slips, token_slips
from .for_sampling.drawn_texts import ASTRAY_ALPHA, TEXTS, require_texts
from .for_sampling.forms import require_begun, require_grown
from .for_sampling.grown import GREEDY_SIZES, HASHED, drawn_greedy, drawn_hashed
from .for_sampling.laws import adjusted
from .for_sampling.many import drawn_drawings
from .for_sampling.picture import drawn_beams as pictured_beams
from .for_sampling.picture import nothing_yet
from .shared.hints import CALLABLE, hinted
from .shared.precision import BOTH
from .shared.rounded import rounding

LAW = FALSE_ALARM + ALPHA + ASTRAY_ALPHA  # of one law, see `require_texts`
ASTRAY = 5e-10  # of one batch of hashed texts: as `require_hash`, of no more draws
TOO_SMALL = said(
    "The probability of a long text is 0 in float32: add up log-probabilities, and multiply no "
    "probabilities."
)
LARGE = said(
    "Logits of ±10,000 are wrong: go from logits to log-probabilities in one step (log_softmax), "
    "and add no epsilon."
)
ALL = said("Where `top_k` is V or more, all values are kept.")
SHORT = said(
    "A prefix may be empty: the model needs a text of at least one token, and logits[:, t] belong "
    "to token t. Put any token at place t."
)


@check(weight=1.5, visible=True, about="adjust")
def adjust_by_hand(student: Student, ctx: Context) -> None:
    """One, two and four times as likely: as it is, at temperature 2, and the best two alone"""
    single = torch.float32
    plain = student.call("adjust", by_hand.LOGITS)
    require_adjusted(plain, by_hand.PLAIN, single, by_hand.PLAIN_SLIPS)
    warm = student.call("adjust", by_hand.LOGITS, 2.0)
    require_adjusted(warm, by_hand.WARM, single, by_hand.WARM_SLIPS)
    two = student.call("adjust", by_hand.LOGITS, 1.0, 2)
    require_adjusted(two, by_hand.TWO, single, by_hand.TWO_SLIPS)


@check(weight=2, after=adjust_by_hand, about="adjust", essential=True)
def adjust_values(student: Student, ctx: Context) -> None:
    """Any shape, any temperature, any number of values that are kept"""
    for dtype in BOTH:
        for case in drawn_adjusted(ctx, dtype):
            with hinted(ALL):
                answer = student.call("adjust", **vars(case))
                require_adjusted(answer, case.want, dtype, adjust_slips)


@check(weight=0.5, after=adjust_values, about="adjust")
def adjust_large(student: Student, ctx: Context) -> None:
    """Logits of up to ±10,000"""
    for dtype in BOTH:
        for case in drawn_adjusted(ctx, dtype, scale=2e3):
            answer = student.call("adjust", **vars(case))
            allowed = rounding(case.logits / case.temperature)
            require_adjusted(answer, case.want, dtype, {}, wrong=LARGE, rounding=allowed)


@check(weight=0.5, after=adjust_values, about="adjust")
def adjust_gradient(student: Student, ctx: Context) -> None:
    """The gradient of what is kept by the logits"""
    for case in list(drawn_adjusted(ctx, torch.float64))[1:5]:
        rows = ctx.randn(*case.logits.shape, dtype=torch.float64)
        answer = student.call("adjust", **vars(case))
        kept = rows.where(case.want > -torch.inf, 0)
        require_projected(answer, adjusted, kept, ("logits",), rtol=1e-7)


@check(weight=0.5, after=adjust_by_hand, about="adjust", form=True)
def adjust_errors(student: Student, ctx: Context) -> None:
    """Temperatures that are not positive, and fewer values than one, are refused"""
    for temperature, top_k in ((0.0, None), (-0.5, None), (1.0, 0), (0.7, -2), (0.0, 2)):
        answer = student.call("adjust", ctx.randn(2, 4), temperature, top_k)
        answer.should_raise(ValueError, why="a temperature is positive, at least one is kept")


@check(weight=1, visible=True, about="greedy")
def greedy_by_hand(student: Student, ctx: Context) -> None:
    """The likeliest tokens, from nothing, and from a first token"""
    sampler = Sampler(student, "greedy", by_hand.LAYOUT, by_hand.TABLE, play=reading)
    with hinted(SHORT):
        drawn = sampler.draw(2, prefix=by_hand.PREFIX, length=by_hand.LENGTH)
        _require_text(drawn, by_hand.FROM_PREFIX)
        drawn = sampler.draw(2, prefix=by_hand.NOTHING, length=by_hand.LENGTH)
        _require_text(drawn, by_hand.GROWN)


def _require_text(drawn: Drawn, want: Tensor) -> None:
    require_grown(drawn, want, by_hand.GREEDY_SLIPS if want[0, 0] == 1 else {})


@check(weight=2, after=greedy_by_hand, about="greedy", essential=True)
def greedy_values(student: Student, ctx: Context) -> None:
    """Any model, any prefixes, any length"""
    for size in GREEDY_SIZES:
        case = drawn_greedy(ctx, *size)
        sampler = Sampler(student, "greedy", case.layout, case.law, ctx.stream, play=reading)
        given: dict[str, Any] = {"prefix": case.prefix, "length": case.layout.size}
        with hinted(SHORT):
            drawn = sampler.draw(len(case.prefix), **given)
        require_grown(drawn, case.want, case.slips)
        _require_kept(sampler, len(case.prefix), case.prefix)


def _require_kept(sampler: Sampler, count: int, prefix: Tensor) -> None:
    """Raise Failed when a prefix is changed."""
    (after,) = sampler.arguments_after(count, prefix=prefix, length=sampler.layout.size)
    if not torch.equal(after, prefix):
        raise Failed(
            said("`{name}` changes its prefix: work on a copy.", name=sampler.name),
            essential=False,
        )


@check(weight=0.75, visible=True, about="generate", form=True)
def generate_gives_texts(student: Student, ctx: Context) -> None:
    """`generate` gives texts of whole tokens that start with their prefix"""
    for count, begun, length, values in ((3, 2, 5, 4), (1, 0, 3, 2), (4, 1, 2, 3)):
        layout = Texts(length, values)
        prefix = ctx.randint(values, count, begun)
        sampler = Sampler(student, "generate", layout, Indep.fair(layout), play=reading)
        with hinted(SHORT):
            drawn = sampler.draw(count, prefix=prefix, length=length)
        require_grid(drawn)
        require_begun(drawn, prefix)
        _require_kept(sampler, count, prefix)


@check(
    weight=2, after=generate_gives_texts, false_alarm=4 * ASTRAY, about="generate", essential=True
)
def generate_in_order(student: Student, ctx: Context) -> None:
    """`generate` draws each token from the logits at its place, given all tokens before it"""
    for size in HASHED:
        case = drawn_hashed(ctx, *size)
        sampler = Sampler(student, "generate", case.layout, case.law, ctx.stream, play=reading)
        given: dict[str, Any] = {"prefix": case.prefix, "length": case.layout.size}
        count = len(case.prefix)
        with hinted(SHORT):
            drawn = sampler.draw(count, **given)
            if not torch.equal(drawn.samples, case.want):  # a uniform number of 0: see `ASTRAY`
                drawn = sampler.draw(count, **given)
        require_grown(drawn, case.want, case.slips)


# Each law is told by the tests of `require_texts`; fair dice, whether the texts of a small batch
# are drawn each by itself.
@check(
    weight=3,
    after=generate_in_order,
    false_alarm=7 * LAW + PAIRS_ALPHA,
    about="generate",
)
def generate_follows_the_law(student: Student, ctx: Context) -> None:
    """The texts of `generate` follow the model, at any temperature, with the best tokens alone"""
    for drawing in drawn_drawings(ctx):
        generator = student.generator(ctx.between(0, 1 << 30))
        sampler = Sampler(student, "generate", drawing.layout, drawing.table, play=reading)
        prefix = ctx.randint(drawing.layout.num_values, TEXTS, drawing.prefix)
        given = {"prefix": prefix, "length": drawing.layout.size, **vars(drawing.adjusting)}
        require_texts(partial(sampler.draw, TEXTS, generator, **given), drawing)
    dice = Texts(24, 4)
    sampler = Sampler(student, "generate", dice, Indep.fair(dice), ctx.stream, play=reading)
    nothing = torch.zeros(6, 0, dtype=torch.int64)
    require_own_draws(sampler.draw(6, prefix=nothing, length=24))


# Two calls give the same texts by chance: 8 · 4 fair draws of 4 values, and five such pairs.
@check(weight=1, visible=True, false_alarm=5 * 4.0**-32, about="generate")
def generate_uses_its_generator(student: Student, ctx: Context) -> None:
    """Equal generator states give equal texts, whatever the global seed; a call moves it on"""
    layout = Texts(5, 4)
    sampler = Sampler(student, "generate", layout, Indep.fair(layout), play=reading)
    ask = partial(sampler.draw, 8)
    prefix = torch.full((8, 1), 2)
    with hinted(SHORT):
        require_generator(student, lambda g: ask(g, prefix=prefix, length=5), 11)
        require_global(student, lambda: ask(None, prefix=prefix, length=5))


@check(weight=1.5, visible=True, about="beam_search")
def beam_search_by_hand(student: Student, ctx: Context) -> Passed:
    """A beam of two over three tokens, where the likeliest first token leads nowhere"""
    asked = Asked(by_hand.LAYOUT, by_hand.TABLE, nothing_yet(), by_hand.WIDTH)
    with hinted(SHORT):
        tokens, scores, played = asked.answered(student, by_hand.WIDTH, by_name=False)
    draw, want = partial(pictured_beams, tokens, played), (by_hand.BEAMS, by_hand.BEAM_LOG_PROBS)
    try:
        require_beams((tokens, scores), want, by_hand.TOKEN_SLIPS, by_hand.LOG_PROB_SLIPS)
    except Failed as failed:
        failed.picture = draw()
        raise
    return Passed(picture=draw)


@check(weight=3.5, after=beam_search_by_hand, about="beam_search", essential=True)
def beam_search_values(student: Student, ctx: Context) -> None:
    """Any model and prefix, beams of one, of a few, of all texts and of more than there are"""
    for number, case in enumerate(drawn_beams(ctx)):
        dtype, found = BOTH[number % 2], case.search(RIGHT)
        asked = Asked(case.layout, case.table, case.prefix, case.width, dtype)
        with hinted(SHORT):
            tokens, scores, _ = asked.answered(student, len(found.tokens))
        want = found.tokens, found.scores
        told = partial(token_slips, case), partial(score_slips, case)
        require_beams((tokens, scores), want, *told)
    _require_sums(student, long_beams(ctx))


def _require_sums(student: Student, case: Case) -> None:
    """Raise Failed unless log-probabilities of a long text are added up, in float32."""
    found = case.search()
    asked = Asked(case.layout, case.table, case.prefix, case.width)
    with hinted(SHORT):
        tokens, scores, _ = asked.answered(student, len(found.tokens))
    if not torch.isfinite(scores).all():
        raise Failed(TOO_SMALL)
    require_beams((tokens, scores), (found.tokens, found.scores), {}, {})


@check.each(
    ("generate", "greedy"),
    weight=0.1,
    after=Checks({"generate": generate_in_order, "greedy": greedy_values}),
    form=True,
)
def adds_nothing_to_whole_texts(student: Student, ctx: Context, name: str) -> None:
    """`{name}` returns prefixes that are as long as the text"""
    layout, prefix = Texts(3, 5), ctx.randint(5, 2, 3)
    sampler = Sampler(student, name, layout, Indep.fair(layout), play=reading)
    require_begun(sampler.draw(2, prefix=prefix, length=3), prefix)


@check.each(
    ("generate", "greedy", "beam_search"),
    weight=0.25,
    after=Checks(
        {
            "generate": generate_in_order,
            "greedy": greedy_values,
            "beam_search": beam_search_values,
        }
    ),
)
def calls_sparingly(student: Student, ctx: Context, name: str) -> None:
    """`{name}` calls the model at most `length` times"""
    # From nothing: each token has its call, and none is left over.
    layout = Texts(ctx.between(5, 7), 3)
    law = Indep.drawn(layout, ctx.stream)
    if name == "beam_search":
        asked = Asked(layout, law, ctx.randint(3, 0), 4)
        tokens, _, played = asked.answered(student, 4)
        require_few_calls(Drawn(name, tokens, layout, tuple(played.inputs), played.calls))
        return
    sampler = Sampler(student, name, layout, law, play=reading)
    count = ctx.between(3, 5)
    require_few_calls(sampler.draw(count, prefix=ctx.randint(3, count, 0), length=layout.size))


@check.each(
    ("generate", "greedy", "beam_search"),
    weight=0.1,
    after=Checks(
        {
            "generate": generate_in_order,
            "greedy": greedy_values,
            "beam_search": beam_search_values,
        }
    ),
    form=True,
)
def takes_any_callable(student: Student, ctx: Context, name: str) -> None:
    """`{name}` takes any callable for a model"""
    layout, law, prefix = by_hand.LAYOUT, by_hand.TABLE, by_hand.NOTHING
    with hinted(CALLABLE):
        if name == "beam_search":
            Asked(layout, law, prefix[0], 2, plain=True).answered(student, 2)
            return
        sampler = Sampler(student, name, layout, law, play=reading, plain=True)
        sampler.draw(len(prefix), prefix=prefix, length=layout.size)
