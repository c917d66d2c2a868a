"""Checks of a density model of rows (B, D) that is autoregressive in an order, such as MADE."""

from collections.abc import Mapping
from typing import Any

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, normalised, repeats, seen, sizes
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.layout import RowLayout
from autograder.checking.models.leaks import Leak
from autograder.checking.student import Student
from autograder.probes.rows import Rows
from autograder.text.i18n import said


def arguments(plan: Plan) -> Mapping[str, Any]:
    """Return the arguments of MADE's constructor."""
    layout, hidden_sizes = plan.layout, (plan.hidden,) * plan.layers
    return {"num_dims": layout.grid.size, "hidden_sizes": hidden_sizes, "order": layout.order}


HINTS = {Leak.OWN: said("Into the outputs a degree has to be larger, not only as large.")}
MADE = ModelClass("MADE", arguments, loss="log_prob", hints=HINTS)


@check(visible=True)
def is_causal(student: Student, ctx: Context) -> Passed:
    """No logit of MADE depends on its own dimension or a later one"""
    return causal.is_causal(student, MADE, Plan(RowLayout(Rows.of(6))), ctx.generator())


@check
def is_causal_in_any_order(student: Student, ctx: Context) -> None:
    """MADE is causal in the order that it is given, also in training mode"""
    draw = ctx.generator()
    for layers in (1, 2):
        plan = Plan(sizes.rows(ctx.between(5, 7), draw), layers, hidden=64)
        causal.stays_causal(student, MADE, plan, draw)
        causal.is_causal_elsewhere(student, MADE, plan, draw)


@check
def is_repeatable(student: Student, ctx: Context) -> None:
    """MADE answers the same to the same row, at any time and in any batch"""
    draw = ctx.generator()
    repeats.is_repeatable(student, MADE, Plan(sizes.rows(6, draw)), draw)


# Rectifiers may be shut: all 16 of a degree, in three initialisations, with probability 5e-7.
@check(after=is_repeatable, false_alarm=5e-7)
def uses_all_earlier(student: Student, ctx: Context) -> None:
    """Every logit of MADE depends on all dimensions that come before it"""
    draw = ctx.generator()
    plan = Plan(sizes.rows(5, draw), layers=2, hidden=64)
    seen.uses_all_earlier(student, MADE, plan, draw)


@check
def mass_is_one(student: Student, ctx: Context) -> None:
    """MADE's probabilities of all rows sum to one"""
    draw = ctx.generator()
    plan = Plan(sizes.rows(6, draw), hidden=64, steps=60)
    normalised.mass_is_one(student, MADE, plan, draw)
