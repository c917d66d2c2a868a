"""Checks of `sequences/window`: the fixed-window language model, and its price."""

from functools import partial
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Checks, Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.projected import require_projected
from autograder.checking.student import Student
from autograder.text.i18n import said

from .for_window import by_hand
from .for_window.cases import (
    SIZES,
    TEXTS,
    drawn_network,
    drawn_text,
    logit_slips,
    logits_of,
    windows_of,
    windows_slips,
)
from .for_window.costs import (
    LN2,
    bit_slips,
    drawn_corpora,
    drawn_texts,
    nll_of,
    nll_slips,
    perplexity_slips,
)
from .for_window.costs import SIZES as TEXT_SIZES
from .for_window.picture import drawn_die, drawn_windows
from .for_window.poison import POISONS, require_unnoticed, told_of_poison
from .shared.hints import hinted
from .shared.precision import BOTH, precisely
from .shared.rounded import rounding

EVERY_PLACE = said("One window for each place, from the first token on: (B, T, size).")
TOKENS = said("Windows hold tokens: int64, as `tokens`.")
WHOLE = said("W is (H, n·D): it takes the vectors of all n tokens, one after the other.")
ONE_EACH = said("One cost for each text, (B,).")
ONE = said("One number for the whole corpus, ().")
ENDS = said("Behind the end of a text a token may be −1: replace it before you look it up.")
OVERFLOW = said("Too large for a float: divide before you take the exponential.")
LARGE = said(
    "Logits of ±10,000 are wrong: go from logits to log-probabilities in one step (log_softmax), "
    "and add no epsilon."
)
SATURATED = said(
    "Where W e + b is large, h is 1 or −1: torch.tanh says so, a quotient of exponentials "
    "overflows."
)
HUGE = said("Large logits are cut off or squashed: there is nothing after U h + b_2.")


@check(visible=True, about="windows")
def windows_by_hand(student: Student, ctx: Context) -> Passed:
    """The cat sat on the mat, three tokens at a time"""
    given, draw = (by_hand.TEXT, by_hand.SIZE, by_hand.PAD), partial(drawn_windows, student)
    with explained(draw):
        answer = student.call("windows", *given).hint(shape=EVERY_PLACE, dtype=TOKENS)
        answer.should_equal(by_hand.WINDOWS, slips=by_hand.WINDOW_SLIPS)
    return Passed(picture=draw)


@check(weight=1.5, after=windows_by_hand, about="windows", essential=True)
def windows_values(student: Student, ctx: Context) -> None:
    """Windows of any size, longer than the text, too, and any padding"""
    for batch, length, size, pad in TEXTS:
        tokens = drawn_text(ctx, batch, length)
        answer = student.call("windows", tokens=tokens, size=size, pad=pad)
        answer = answer.hint(shape=EVERY_PLACE, dtype=TOKENS)
        answer.should_equal(windows_of(tokens, size, pad), slips=windows_slips)


@check(visible=True, about="window_logits")
def window_logits_by_hand(student: Student, ctx: Context) -> None:
    """A window of two tokens, whose vectors are 1 and 2"""
    with hinted(WHOLE):
        answer = student.call("window_logits", *by_hand.NETWORK)
        precisely(answer, by_hand.LOGITS, torch.float32, slips=by_hand.LOGIT_SLIPS)


@check(weight=2, after=window_logits_by_hand, about="window_logits", essential=True)
def window_logits_values(student: Student, ctx: Context) -> None:
    """Networks and windows of any size"""
    for dtype in BOTH:
        for size in SIZES:
            case = vars(drawn_network(ctx, size, dtype))
            with hinted(WHOLE):
                answer = student.call("window_logits", **case)
                precisely(answer, logits_of(**case), dtype, slips=logit_slips)


@check(weight=0.5, after=window_logits_values, about="window_logits")
def window_logits_large(student: Student, ctx: Context) -> None:
    """Logits of up to ±10,000, and sums that saturate the tanh"""
    for dtype, steep in zip(BOTH, (1.0, 1e4), strict=True):
        case = vars(drawn_network(ctx, SIZES[0], dtype, scale=3e3))
        case = {**case, "weight": steep * case["weight"]}
        want = logits_of(*(_wide(value) for value in case.values()))
        answer = student.call("window_logits", **case)
        allowed = rounding(want.to(dtype), by_hand.SIZE) * steep
        precisely(answer, want, dtype, wrong=_told_of_large, rounding=allowed)


def _told_of_large(got: Tensor) -> str:
    return HUGE if torch.isfinite(got).all() else SATURATED


def _wide(value: Tensor) -> Tensor:
    return value.double() if value.dtype.is_floating_point else value


@check(weight=0.75, after=window_logits_values, about="window_logits")
def window_logits_gradient(student: Student, ctx: Context) -> None:
    """The gradient by the table and by all weights"""
    for size in SIZES[:2]:
        case = vars(drawn_network(ctx, size, torch.float64))
        rows = ctx.randn(*logits_of(**case).shape, dtype=torch.float64)
        names = ("table", "weight", "bias", "out_weight", "out_bias")
        answer = student.call("window_logits", **case)
        require_projected(answer, logits_of, rows, names, rtol=1e-7)


@check(visible=True, about="sequence_nll")
def sequence_nll_by_hand(student: Student, ctx: Context) -> None:
    """A text of three tokens, and one of which a single token counts"""
    answer = student.call("sequence_nll", by_hand.SCORES, by_hand.TOKENS, by_hand.COUNTS)
    precisely(answer.hint(shape=ONE_EACH), by_hand.NLL, torch.float32, slips=by_hand.NLL_SLIPS)


@check(weight=0.5, visible=True, after=sequence_nll_by_hand, about="sequence_nll")
def sequence_nll_padding_by_hand(student: Student, ctx: Context) -> None:
    """The same texts, with NaN and −1 behind the end of the second one"""
    with hinted(ENDS):
        given = by_hand.POISONED, by_hand.CUT_OFF, by_hand.COUNTS
        answer = student.call("sequence_nll", *given).hint(shape=ONE_EACH)
        precisely(answer, by_hand.NLL, torch.float32, wrong=told_of_poison)


@check(weight=2, after=sequence_nll_by_hand, about="sequence_nll", essential=True)
def sequence_nll_values(student: Student, ctx: Context) -> None:
    """Texts of any lengths, of none, too"""
    for dtype in BOTH:
        for size in TEXT_SIZES:
            case = vars(drawn_texts(ctx, size, dtype))
            answer = student.call("sequence_nll", **case).hint(shape=ONE_EACH)
            precisely(answer, nll_of(**case), dtype, slips=nll_slips)


@check(after=[sequence_nll_values, sequence_nll_padding_by_hand], about="sequence_nll")
def sequence_nll_padding(student: Student, ctx: Context) -> None:
    """What stands behind the end of a text reaches neither the answer nor its gradient"""
    for dtype, (logit, token) in zip((*BOTH, *BOTH), POISONS, strict=True):
        for size in TEXT_SIZES:
            case = drawn_texts(ctx, size, dtype).poisoned(logit, token)
            with hinted(ENDS):
                answer = student.call("sequence_nll", **vars(case)).hint(shape=ONE_EACH)
                precisely(answer, nll_of(**vars(case)), dtype, wrong=told_of_poison)
                if case.counts.any():  # else the answer may be made of zeros
                    require_unnoticed(answer, case, ctx.randn(len(case.lengths), dtype=dtype))


@check(weight=0.5, after=sequence_nll_values, about="sequence_nll")
def sequence_nll_large(student: Student, ctx: Context) -> None:
    """Logits of up to ±10,000"""
    for dtype in BOTH:
        for size in TEXT_SIZES[:3]:
            case = vars(drawn_texts(ctx, size, dtype, scale=4e3))
            case["logits"] = case["logits"].clamp(-1e4, 1e4)
            answer = student.call("sequence_nll", **case)
            allowed = rounding(case["logits"], size[1])
            precisely(answer, nll_of(**case), dtype, wrong=LARGE, rounding=allowed)


@check(weight=0.5, after=sequence_nll_values, about="sequence_nll")
def sequence_nll_gradient(student: Student, ctx: Context) -> None:
    """The gradient by the logits"""
    for size in TEXT_SIZES[:3]:
        case = vars(drawn_texts(ctx, size, torch.float64))
        rows = ctx.randn(size[0], dtype=torch.float64)
        answer = student.call("sequence_nll", **case)
        require_projected(answer, nll_of, rows, ("logits",), rtol=1e-7)


@check(visible=True, about="perplexity")
def perplexity_by_hand(student: Student, ctx: Context) -> Passed:
    """A long text that is cheap, and a short one that is dear"""
    draw = partial(drawn_die, student)
    with explained(draw):
        answer = student.call("perplexity", by_hand.CORPUS, by_hand.LENGTHS).hint(shape=ONE)
        precisely(answer, by_hand.PERPLEXITY, torch.float32, slips=by_hand.PERPLEXITY_SLIPS)
    return Passed(picture=draw)


@check(weight=1.5, after=perplexity_by_hand, about="perplexity", essential=True)
def perplexity_values(student: Student, ctx: Context) -> None:
    """Any corpus, one of 20,000 tokens, too"""
    for dtype in BOTH:
        for case in drawn_corpora(ctx, dtype):
            want = (case.nll.double().sum() / case.sizes.sum()).exp()
            answer = student.call("perplexity", nll=case.nll, lengths=case.sizes).hint(shape=ONE)
            slips = partial(perplexity_slips, case)
            precisely(answer, want, dtype, slips=slips, wrong=_told_of_overflow)


def _told_of_overflow(got: Tensor) -> str:
    return "" if torch.isfinite(got).all() else OVERFLOW


@check(weight=0.5, visible=True, about="bits_per_character")
def bits_per_character_by_hand(student: Student, ctx: Context) -> None:
    """16 bits for 32 characters"""
    answer = student.call("bits_per_character", by_hand.NATS, by_hand.CHARACTERS).hint(shape=ONE)
    precisely(answer, by_hand.BITS, torch.float32, slips=by_hand.BIT_SLIPS)


@check(after=bits_per_character_by_hand, about="bits_per_character", essential=True)
def bits_per_character_values(student: Student, ctx: Context) -> None:
    """Any corpus"""
    for dtype in BOTH:
        for case in drawn_corpora(ctx, dtype):
            want = case.nll.double().sum() / case.sizes.sum() / LN2
            answer = student.call("bits_per_character", nll=case.nll, num_characters=case.sizes)
            precisely(answer.hint(shape=ONE), want, dtype, slips=partial(bit_slips, case))


@check.each(
    ("perplexity", "bits_per_character"),
    weight=0.25,
    after=Checks(
        {"perplexity": perplexity_values, "bits_per_character": bits_per_character_values}
    ),
)
def gradient(student: Student, ctx: Context, name: str) -> None:
    """The gradient of `{name}` by the nats"""
    bits = name == "bits_per_character"
    nll, sizes = ctx.rand(3, dtype=torch.float64) + 1, torch.tensor([4, 7, 2])
    given: dict[str, Any] = {"nll": nll, "num_characters" if bits else "lengths": sizes}
    answer = student.call(name, **given)
    row = ctx.rand(1, dtype=torch.float64)[0] + 0.5
    require_projected(answer, partial(_ratio, bits=bits), row, ("nll",), rtol=1e-7)


def _ratio(nll: Tensor, sizes: Tensor, *, bits: bool) -> Tensor:
    ratio = nll.sum() / sizes.sum()
    return ratio / LN2 if bits else ratio.exp()
