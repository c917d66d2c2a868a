"""Checks of `foundations/budget`: what training costs, and how to train less."""

from functools import partial

import torch

from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context, Passed, check
from autograder.checking.given import played, sequential
from autograder.checking.pictured import explained
from autograder.checking.student import Student

from .for_budget import by_hand
from .for_budget.cases import REFUSED, cost_cases, cost_slips, row_of_costs, speed_cases
from .for_budget.frozen import require_freezing, require_old_gone, require_steps, require_still
from .for_budget.model import require_frozen, stepped
from .for_budget.picture import drawn_freezing, drawn_step
from .shared.figures import exact_float, figures_of, require_figures
from .shared.hints import hinted
from .shared.precision import BOTH


@check(weight=0.5, visible=True, about="to_flops")
def to_flops_by_hand(student: Student, ctx: Context) -> None:
    """100 gigaFLOPS and 1 petaFLOPS"""
    got = _speed(student, student.call_plain("to_flops", by_hand.GIGA))
    require_figures(got, by_hand.FAST, (), by_hand.FAST_SLIPS)
    got = _speed(student, student.call_plain("to_flops", by_hand.PETA))
    require_figures(got, by_hand.FASTER, (), by_hand.FASTER_SLIPS)


@check(weight=0.5, after=to_flops_by_hand, about="to_flops", essential=True)
def to_flops_values(student: Student, ctx: Context) -> None:
    """Every prefix, and none"""
    for text, speed, told in speed_cases(ctx):
        with hinted(told):
            got = _speed(student, plain_by_name(student, "to_flops", text=text))
        want = torch.tensor([speed], dtype=torch.float64)
        require_figures(got, want, (), {}, otherwise=told)


def _speed(student: Student, value: object) -> torch.Tensor:
    return torch.tensor([exact_float(student, "to_flops", value)], dtype=torch.float64)


@check(weight=0.5, after=to_flops_by_hand, about="to_flops", form=True)
def to_flops_errors(student: Student, ctx: Context) -> None:
    """What is no speed is refused"""
    for text in REFUSED:
        student.call("to_flops", text).should_raise(
            ValueError, why="a speed is a number, a blank, and FLOPS with a prefix or none"
        )


@check(weight=1.5, visible=True, about="training_cost")
def training_cost_by_hand(student: Student, ctx: Context) -> None:
    """GPT-3 on a thousand machines"""
    answer = student.call_plain("training_cost", *by_hand.GPT3)
    got = figures_of(student, "training_cost", answer, by_hand.KEYS)
    require_figures(got, by_hand.COST, by_hand.KEYS, by_hand.COST_SLIPS)


@check(weight=1.5, after=training_cost_by_hand, about="training_cost", essential=True)
def training_cost_values(student: Student, ctx: Context) -> None:
    """Any network on any machines"""
    for asked in cost_cases(ctx):
        want = row_of_costs(ctx.reference.training_cost(**asked), by_hand.KEYS)
        answer = plain_by_name(student, "training_cost", **asked)
        got = figures_of(student, "training_cost", answer, by_hand.KEYS)
        require_figures(got, want, by_hand.KEYS, partial(cost_slips, asked, want))


@check(weight=0.5, visible=True, about="freeze")
def freeze_by_hand(student: Student, ctx: Context) -> Passed:
    """Two layers with a ReLU after each: the last one trains"""
    model = sequential(student, by_hand.LAYERS, played(by_hand.LAYERS).state_dict())
    drawn = partial(drawn_freezing, student)
    with explained(drawn):
        require_frozen(model, student.construct("freeze", model, 1), by_hand.ONE)
    return Passed(picture=drawn)


@check(weight=1.5, after=freeze_by_hand, about="freeze", essential=True)
def freeze_values(student: Student, ctx: Context) -> None:
    """Any number of layers, whatever was frozen before"""
    require_freezing(student, ctx)


@check(visible=True, about="finetune_step")
def finetune_step_by_hand(student: Student, ctx: Context) -> Passed:
    """One layer of zeros, two rows, a step"""
    model = sequential(student, by_hand.LAYER, by_hand.ZERO)
    answer = student.call_plain(
        "finetune_step", model, None, by_hand.X, by_hand.LABELS, by_hand.RATE
    )
    got = stepped(student, answer, model, by_hand.ZERO)
    drawn = partial(drawn_step, student)
    require_figures(got, by_hand.STEPPED, by_hand.PARTS, by_hand.STEP_SLIPS, 1e-5)
    return Passed(picture=drawn)


@check(weight=1.5, after=finetune_step_by_hand, about="finetune_step", essential=True)
def finetune_step_frozen(student: Student, ctx: Context) -> None:
    """What is frozen stays, bit by bit"""
    require_still(student, ctx)


@check(weight=0.5, after=finetune_step_by_hand, about="finetune_step")
def finetune_step_old_gradients(student: Student, ctx: Context) -> None:
    """Gradients of before have no effect"""
    require_old_gone(student, ctx)


@check(weight=2, after=finetune_step_frozen, about="finetune_step")
def finetune_step_values(student: Student, ctx: Context) -> None:
    """Two steps of what trains"""
    for dtype in BOTH:
        require_steps(student, ctx, dtype)
