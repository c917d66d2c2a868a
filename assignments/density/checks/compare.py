"""Checks of `density/compare`: a mixture, one table, and an honest choice from it."""

import itertools
from functools import partial

import torch
from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .for_compare import by_hand
from .for_compare.choice_cases import choice_cases, choice_of
from .for_compare.choices import Rows, require_choice
from .for_compare.figures import due_of
from .for_compare.mixture_cases import drawn_mixture, exact_mixture
from .for_compare.mixtures import mixture_slips
from .for_compare.picture import drawn_report
from .for_compare.report_cases import drawn_case, uneven_cases
from .for_compare.reports import DEFAULT, numbers_of, require_asked_once, require_reports
from .for_compare.table_by_hand import CASES, CHOSEN, REPORTED, THREE
from .shared.numbers import BOTH, gradients, precisely, require_pulled, rounding

LOG_OF_SIGMOID = said("The logarithm of a sigmoid: at −200 it is log 0.")
UNDERFLOW = said("Probabilities underflow: add logarithms, and take `torch.logsumexp`.")
MASS = 1e-6


@check(weight=2, visible=True, about="mixture_log_prob", essential=True)
def mixture_by_hand(student: Student, ctx: Context) -> None:
    """Two components, three dimensions"""
    answer = student.call("mixture_log_prob", by_hand.ROWS, by_hand.WEIGHT_LOGITS, by_hand.LOGITS)
    answer.should_equal(by_hand.NATS, slips=by_hand.SLIPS)


@check(weight=2, after=mixture_by_hand, about="mixture_log_prob")
def mixture_values(student: Student, ctx: Context) -> None:
    """Mixtures of one to five components, in both precisions"""
    for dtype in BOTH:
        for parts in (1, 2, 3, 5):
            given = drawn_mixture(ctx, parts, dtype)
            want = exact_mixture(**given)
            answer = student.call("mixture_log_prob", **given)
            precisely(answer, want, dtype, slips=mixture_slips)


@check(after=mixture_by_hand, about="mixture_log_prob")
def mixture_large_logits(student: Student, ctx: Context) -> None:
    """Logits of ±10,000 are as exact as others"""
    large = 100 + 50 * ctx.rand(3, 4, dtype=torch.float64)
    signs = 2 * ctx.bernoulli(3, 4, dtype=torch.float64) - 1
    _require_stable(student, ctx, large * signs, LOG_OF_SIGMOID)
    for dtype in BOTH:
        signs = 2 * ctx.bernoulli(3, 6, dtype=dtype) - 1
        _require_stable(student, ctx, 1e4 * signs, UNDERFLOW)
        _require_stable(student, ctx, 2_000 * ctx.randn(3, 6, dtype=dtype), UNDERFLOW)


def _require_stable(student: Student, ctx: Context, logits: Tensor, infinite: str) -> None:
    """Compare rows of which none has nearly all of its coins right by chance."""
    parts, dims = logits.shape
    x, weights = ctx.bernoulli(7, dims, dtype=logits.dtype), ctx.randn(parts, dtype=logits.dtype)

    def wrong(got: Tensor) -> str:
        return said("Large logits cost the wrong number.") if got.isfinite().all() else infinite

    want = exact_mixture(x.double(), weights.double(), logits.double())
    answer = student.call("mixture_log_prob", x=x, weight_logits=weights, logits=logits)
    answer.should_equal(want, wrong=wrong, atol=rounding(logits, dims), rtol=0)


@check(weight=0.5, after=mixture_by_hand, about="mixture_log_prob")
def mixture_gradient(student: Student, ctx: Context) -> None:
    """The gradient by the weights and by the coins"""
    given = drawn_mixture(ctx, 3, torch.float64)
    weights, logits = (given[name].requires_grad_() for name in ("weight_logits", "logits"))
    rows = ctx.randn(2, len(given["x"]), dtype=torch.float64)
    by_weights, by_logits = gradients(exact_mixture(**given), rows, [weights, logits])
    answer = student.call("mixture_log_prob", **{key: one.detach() for key, one in given.items()})
    require_pulled(answer, rows, {"weight_logits": by_weights, "logits": by_logits})


@check(visible=True, about="mixture_log_prob", essential=True)
def mixture_mass_is_one(student: Student, ctx: Context) -> None:
    """The probabilities of all 32 rows sum to one"""
    x = torch.tensor(list(itertools.product((0.0, 1.0), repeat=5)), dtype=torch.float64)
    weights, logits = ctx.randn(3, dtype=torch.float64), 2 * ctx.randn(3, 5, dtype=torch.float64)
    answer = student.call("mixture_log_prob", x, weights, logits)
    total = float(answer.should_have_shape(len(x)).double().exp().sum())
    if not abs(total - 1) <= MASS:
        detail = said("They sum to {number}.", number=f"{total:.6g}")
        raise Failed(said("The probabilities of all rows must sum to one."), detail=detail)


@check(weight=2, visible=True, about="report")
def report_by_hand(student: Student, ctx: Context) -> Passed:
    """Four rows and six, two at a time"""
    got = []
    for case in CASES:
        model = case.played()
        answer = student.call_plain("report", model.oracle(), case.train, case.test, 2)
        got.append(numbers_of(student, answer))
    require_reports(REPORTED, torch.stack(got), model)
    return Passed(picture=partial(drawn_report, student))


@check(weight=2, after=report_by_hand, about="report")
def report_values(student: Student, ctx: Context) -> None:
    """Any number of rows, also where batches do not divide it, in both precisions"""
    for case in uneven_cases(ctx):
        model = case.played()
        named = {"train": case.train, "test": case.test, "batch_size": case.batch_size}
        answer = plain_by_name(student, "report", model=model.oracle(), **named)
        require_reports(due_of([case]), numbers_of(student, answer).unsqueeze(0), model)


@check(after=report_by_hand, about="report")
def report_calls(student: Student, ctx: Context) -> None:
    """Every row is asked for once, and few at a time"""
    size = ctx.between(3, 5)
    for case in (
        drawn_case(ctx, 2 * size + 1, 3 * size + 2, 6, size),
        drawn_case(ctx, 300, 270, 10),
    ):
        model, given = case.played(), (case.train, case.test)
        more = {} if case.batch_size == DEFAULT else {"batch_size": case.batch_size}
        numbers_of(student, student.call_plain("report", model.oracle(), *given, **more))
        require_asked_once(case, model)


@check(visible=True, about="choose")
def choose_by_hand(student: Student, ctx: Context) -> None:
    """Three models: the validation set chooses, the test set says what that costs"""
    require_choice(student.call_plain("choose", THREE), CHOSEN)


@check(after=choose_by_hand, about="choose")
def choose_values(student: Student, ctx: Context) -> None:
    """One model or many, in which every figure would choose another"""
    for rows in choice_cases(ctx):
        require_choice(plain_by_name(student, "choose", rows=rows), choice_of(rows))


@check(weight=0.5, after=choose_by_hand, about="choose", form=True)
def choose_errors(student: Student, ctx: Context) -> None:
    """A choice from no models is refused with a ValueError"""
    nothing: Rows = {}
    student.call("choose", nothing).should_raise(ValueError, why="there is nothing to choose from")
