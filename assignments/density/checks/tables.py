"""Checks of `density/tables`: what a table costs, learns and is worth."""

from dataclasses import asdict
from functools import partial

import torch

from autograder.checking.arguments import with_hint
from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student, StudentCrashed
from autograder.text.i18n import said

from .for_tables import by_hand as known
from .for_tables.cases import count_cases, drawn_pairs, drawn_table, fit_cases, with_zeros
from .for_tables.composed import but_for_cross_entropy
from .for_tables.counts import require_counts
from .for_tables.divergences import CROSS_ENTROPY, KL, require_numbers
from .for_tables.factors import chain_slips
from .for_tables.fitted import fit_slips
from .for_tables.laws import EXACT, require_exact
from .for_tables.picture import drawn_counts
from .for_tables.sizes import due_of
from .for_tables.zeros import require_zeros
from .shared.numbers import BOTH, DTYPE, gradients, require_pulled, tolerance

DIVERGENCES = {"cross_entropy": CROSS_ENTROPY, "kl": KL}
ANY_ROWS = said("The shape is (2,) * D whichever rows occur: torch.bincount takes `minlength`.")
FREE_ROW = said("0 log 0 is 0.")
FREE_WHERE_NEVER = said("KL(p || q) averages over p: what p never gives costs nothing.")


@check(weight=2, visible=True, about="parameter_counts")
def counts_by_hand(student: Student, ctx: Context) -> Passed:
    """Free numbers of four models of three dimensions"""
    draw = partial(drawn_counts, student)
    for sizes, due in zip(known.SIZES, known.DUE_COUNTS, strict=True):
        answer = student.call_plain("parameter_counts", *sizes)
        with explained(draw):
            require_counts(answer, due, exact=False)
    return Passed(picture=draw)


@check(weight=3, after=counts_by_hand, about="parameter_counts")
def counts_values(student: Student, ctx: Context) -> None:
    """Free numbers of any models, exact Python ints, however large"""
    for sizes in count_cases(ctx):
        answer = plain_by_name(student, "parameter_counts", **asdict(sizes))
        require_counts(answer, due_of(sizes), exact=True)


@check(after=counts_by_hand, about="parameter_counts", form=True)
def counts_errors(student: Student, ctx: Context) -> None:
    """Models that do not exist are refused with a ValueError"""
    dims = ctx.between(4, 9)
    for order in (dims, -1, dims + 4):
        refused = student.call("parameter_counts", dims, order, 2)
        refused.should_raise(ValueError, why="`order` is one of 0 … num_dims − 1")
    refused = student.call("parameter_counts", dims, 1, 0)
    refused.should_raise(ValueError, why="a mixture has at least one component")


@check(weight=2, visible=True, about="fit_table")
def fit_by_hand(student: Student, ctx: Context) -> None:
    """Four rows, one of them twice: the table of their shares"""
    answer = student.call("fit_table", known.FITTED_ROWS)
    answer.should_equal(known.FITTED, slips=known.FIT_SLIPS)


@check(weight=3, after=fit_by_hand, about="fit_table")
def fit_values(student: Student, ctx: Context) -> None:
    """Shares of any rows, one or many, in both precisions"""
    for dtype in BOTH:
        for rows in fit_cases(ctx):
            x, exact = rows.to(dtype), tolerance(dtype)
            want, fitted = ctx.reference.fit_table(x), student.call("fit_table", x=x)
            try:
                fitted.hint(dtype=DTYPE).should_equal(
                    want, slips=fit_slips, dtype=dtype, atol=exact, rtol=exact
                )
            except StudentCrashed as crash:
                raise with_hint(crash, ANY_ROWS) from None


@check(weight=2, visible=True, about="chain_log_probs")
def chain_by_hand(student: Student, ctx: Context) -> None:
    """The factors of a table of two dimensions"""
    answer = student.call("chain_log_probs", known.TABLE, known.ROWS)
    answer.should_equal(known.FACTORS, slips=known.CHAIN_SLIPS)


@check(weight=4, after=chain_by_hand, about="chain_log_probs")
def chain_values(student: Student, ctx: Context) -> None:
    """The factors of any table of one to five dimensions, in both precisions"""
    for dtype in BOTH:
        for dims in (1, 2, 3, 5):
            table, x = drawn_table(ctx, dims, dtype), ctx.bernoulli(dims + 3, dims, dtype=dtype)
            want, exact = ctx.reference.chain_log_probs(table, x), tolerance(dtype)
            student.call("chain_log_probs", table=table, x=x).hint(dtype=DTYPE).should_equal(
                want, slips=chain_slips, dtype=dtype, atol=exact, rtol=exact
            )


@check(after=chain_values, about="chain_log_probs")
def chain_gradient(student: Student, ctx: Context) -> None:
    """The gradient of the factors, along tables that sum to one"""
    table = drawn_table(ctx, 3, torch.float64).requires_grad_()
    x = ctx.bernoulli(5, 3, dtype=torch.float64)
    rows = ctx.randn(3, 5, 3, dtype=torch.float64)
    [want] = gradients(ctx.reference.chain_log_probs(table, x), rows, [table])
    answer = student.call("chain_log_probs", table=table.detach(), x=x)
    require_pulled(answer, rows, {"table": want}, zero_sum=True)


@check.each(
    DIVERGENCES,
    titles={"cross_entropy": "The cost of a wrong code", "kl": "The surcharge of a wrong code"},
    visible=True,
    about="{name}",
)
def by_hand(student: Student, ctx: Context, divergence: str) -> None:
    """Two pairs of tables of two dimensions"""
    with but_for_cross_entropy(student, divergence, known.PAIRS):
        due = known.DUE[divergence]
        require_numbers(student, divergence, known.PAIRS, due, by_name=False)


@check.each(
    DIVERGENCES,
    titles={
        "cross_entropy": "The cross-entropy of any two tables, in both precisions",
        "kl": "The KL divergence of any two tables, in both precisions",
    },
    after=by_hand,
    about="{name}",
)
def values(student: Student, ctx: Context, divergence: str) -> None:
    """Tables of one, two and four dimensions"""
    for dtype in BOTH:
        pairs = drawn_pairs(ctx, dtype)
        pairs = [*pairs, (pairs[0][0], pairs[0][0])]
        with but_for_cross_entropy(student, divergence, pairs):
            require_exact(student, divergence, pairs)


@check.each(
    DIVERGENCES,
    titles={
        "cross_entropy": "What never comes costs nothing; what must not come, everything",
        "kl": "The surcharge of what never comes is nothing; of what must not come, infinite",
    },
    weight=2,
    after=by_hand,
    about="{name}",
)
def zeros(student: Student, ctx: Context, divergence: str) -> None:
    """A zero in p alone, in both tables, and in q alone"""
    for dtype in BOTH:
        meanings = (FREE_WHERE_NEVER, FREE_ROW, "")
        for pair, where in zip(with_zeros(ctx, dtype), meanings, strict=True):
            with but_for_cross_entropy(student, divergence, [pair]):
                require_zeros(student, divergence, pair, where)


@check.each(
    DIVERGENCES,
    titles={
        "cross_entropy": "The gradient of the cross-entropy by both tables",
        "kl": "The gradient of the KL divergence by both tables",
    },
    weight=0.5,
    after=values,
    about="{name}",
)
def gradient(student: Student, ctx: Context, divergence: str) -> None:
    """Along tables that sum to one"""
    p, q = (drawn_table(ctx, 3, torch.float64).requires_grad_() for _ in range(2))
    rows = torch.ones(1, dtype=torch.float64)
    by_p, by_q = gradients(EXACT[divergence].value(p, q), rows, [p, q])
    answer = student.call(divergence, p=p.detach(), q=q.detach())
    require_pulled(answer, rows, {"p": by_p, "q": by_q}, zero_sum=True)
