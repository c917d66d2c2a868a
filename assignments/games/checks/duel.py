"""Checks of `games/duel`: two networks that train each other."""

from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Student

from .for_duel import by_hand as report_by_hand
from .for_duel import steps_by_hand
from .for_duel.asked import CERTAIN, MAY, asking
from .for_duel.network import KINDS
from .for_duel.picture import drawn_duel
from .for_duel.reports import require_edge, require_none, require_reports
from .for_duel.steps import (
    require_extreme,
    require_modes_kept,
    require_old_gone,
    require_refusal,
    require_untouched,
    require_values,
)
from .for_duel.structure import (
    require_apart,
    require_bent,
    require_inputs,
    require_learning,
    require_precise,
    require_range,
    require_repeatable,
    require_sizes,
)
from .for_duel.trained import require_modes
from .shared.figures import require_figures
from .shared.stepped import require_by_hand, require_stays

NETS = {"generator": "Generator", "discriminator": "Discriminator"}
STEPS = ("discriminator_step", "generator_step")


@check.each(
    NETS,
    titles={
        "generator": "Five rows of three numbers become five samples of four",
        "discriminator": "Five samples of three numbers get five logits",
    },
    weight=0.5,
    visible=True,
    form=True,
)
def shape(student: Student, ctx: Context, name: str) -> None:
    """Shapes of answers"""
    KINDS[name].built(student, 3, 4, hidden=16).raw(torch.ones(5, 3), finite=True)


@check.each(NETS, weight=0.5, after=shape, form=True)
def one_row(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: any sizes, those by default, and a single row"""
    require_sizes(student, ctx, name)


@check.each(NETS, weight=0.5, after=shape, form=True)
def precision(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: weights of float64, rows of float64"""
    require_precise(student, ctx, name)


@check.each(NETS, after=shape)
def repeats(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: the same answer again, in train and in eval mode"""
    require_repeatable(student, ctx, name)


@check.each(NETS, after=shape, essential=True)
def rows_apart(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: rows do not see each other"""
    require_apart(student, ctx, name)


@check.each(NETS, weight=0.5, after=shape)
def inputs(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: every number of a row matters"""
    require_inputs(student, ctx, name)


@check.each(NETS, after=shape)
def not_linear(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: not linear"""
    require_bent(student, ctx, name)


@check.each(NETS, after=shape, false_alarm=1e-8)  # see `structure.DRAWN`
def range(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: any real numbers may come out"""
    require_range(student, ctx, name)


@check.each(NETS, after=shape, essential=True)
def learns(student: Student, ctx: Context, name: str) -> None:
    """`{entry}`: its parameters train"""
    require_learning(student, ctx, name)


@check.each(
    STEPS,
    titles={
        "discriminator_step": "Two real samples and three fakes: v goes from 0 to 3",
        "generator_step": "Four fakes at 2: both kinds of loss",
    },
    visible=True,
)
def by_hand(student: Student, ctx: Context, name: str) -> Passed:
    """Steps by hand"""
    if name == "discriminator_step":
        ask = asking(student, name, **steps_by_hand.ROWS)
        want, slips = steps_by_hand.JUDGED, steps_by_hand.JUDGED_SLIPS
        require_by_hand(student, name, steps_by_hand.JUDGING, ask, want, slips, CERTAIN)
        return Passed()
    for kind, want in steps_by_hand.MADE.items():
        ask = asking(student, name, noise=steps_by_hand.ONES, kind=kind)
        slips = steps_by_hand.made_slips(kind)
        require_by_hand(student, name, steps_by_hand.MAKING, ask, want, slips, CERTAIN)
    return Passed(picture=partial(drawn_duel, student, ctx))


@check.each(STEPS, weight=0.5, visible=True)
def stays(student: Student, ctx: Context, name: str) -> None:
    """`{name}`: the other network has not moved"""
    judging = name == "discriminator_step"
    given = steps_by_hand.ROWS if judging else {"noise": steps_by_hand.ONES}
    step = steps_by_hand.JUDGING if judging else steps_by_hand.MAKING
    require_stays(student, step, asking(student, name, **given), MAY[name])


@check.each(STEPS, weight=3, after=by_hand, essential=True)
def values(student: Student, ctx: Context, name: str) -> None:
    """`{name}`: two steps, any networks and optimisers"""
    require_values(student, ctx, name)


@check.each(STEPS, weight=0.5, after=values)
def modes(student: Student, ctx: Context, name: str) -> None:
    """`{name}`: layers in train and in eval mode"""
    require_modes_kept(student, ctx, name)


@check.each(STEPS, weight=2, after=by_hand)
def touches(student: Student, ctx: Context, name: str) -> None:
    """`{name}`: what must not change does not change, bit by bit"""
    require_untouched(student, ctx, name)


@check.each(STEPS, after=by_hand)
def old_gradients(student: Student, ctx: Context, name: str) -> None:
    """`{name}`: what .grad held before has no effect"""
    require_old_gone(student, ctx, name)


@check.each(STEPS, weight=0.5, after=values)
def extreme(student: Student, ctx: Context, name: str) -> None:
    """`{name}`: logits of ±10,000"""
    require_extreme(student, ctx, name)


@check(weight=0.5, after=by_hand["generator_step"], about="generator_step", form=True)
def generator_step_errors(student: Student, ctx: Context) -> None:
    """Another kind of loss is refused"""
    require_refusal(student, ctx)


@check(visible=True, about="mode_report")
def mode_report_by_hand(student: Student, ctx: Context) -> None:
    """Four samples, of which three hit two of three centres"""
    found = (report_by_hand.SAMPLES, report_by_hand.CENTRES, report_by_hand.RADIUS)
    answer = student.call_plain("mode_report", *found)
    due, slips = report_by_hand.REPORT, report_by_hand.REPORT_SLIPS
    require_figures(student, "mode_report", answer, due, slips, report_by_hand.NANS)


@check(weight=2, after=mode_report_by_hand, about="mode_report", essential=True)
def mode_report_values(student: Student, ctx: Context) -> None:
    """Any samples, centres and radius"""
    require_reports(student, ctx)


@check(weight=0.5, after=mode_report_by_hand, about="mode_report")
def mode_report_edge(student: Student, ctx: Context) -> None:
    """A distance of exactly the radius"""
    require_edge(student, ctx)


@check(weight=0.5, after=mode_report_by_hand, about="mode_report")
def mode_report_none(student: Student, ctx: Context) -> None:
    """No sample hits"""
    require_none(student, ctx)


# Asked last: it is dear. Measured: of 96 trainings of right networks none missed a mode, and three
# have to in a row.
@check(weight=3, after=(learns, values), about="Generator", false_alarm=1e-6)
def trained(student: Student, ctx: Context) -> None:
    """Trained by both steps in turn, it finds four modes of secret data"""
    require_modes(student, ctx)
