"""Checks of `foundations/budget`: what training costs, and how to train less."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.given import played, sequential
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from .for_budget import by_hand
from .for_budget.model import require_frozen, stepped
from .for_budget.picture import drawn_freezing, drawn_step
from .shared.figures import exact_float, figures_of, require_figures

@check(weight=0.5, visible=True, about='to_flops')
def to_flops_by_hand(student: Student, ctx: Context) -> None:
    """100 gigaFLOPS and 1 petaFLOPS"""
    got = _speed(student, student.call_plain('to_flops', by_hand.GIGA))
    require_figures(got, by_hand.FAST, (), by_hand.FAST_SLIPS)
    got = _speed(student, student.call_plain('to_flops', by_hand.PETA))
    require_figures(got, by_hand.FASTER, (), by_hand.FASTER_SLIPS)

@check
def to_flops_values(student, ctx):
    """Every prefix, and none"""
    raise RuntimeError('this check is asked in grading only')

def _speed(student: Student, value: object) -> torch.Tensor:
    return torch.tensor([exact_float(student, 'to_flops', value)], dtype=torch.float64)

@check
def to_flops_errors(student, ctx):
    """What is no speed is refused"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='training_cost')
def training_cost_by_hand(student: Student, ctx: Context) -> None:
    """GPT-3 on a thousand machines"""
    answer = student.call_plain('training_cost', *by_hand.GPT3)
    got = figures_of(student, 'training_cost', answer, by_hand.KEYS)
    require_figures(got, by_hand.COST, by_hand.KEYS, by_hand.COST_SLIPS)

@check
def training_cost_values(student, ctx):
    """Any network on any machines"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='freeze')
def freeze_by_hand(student: Student, ctx: Context) -> Passed:
    """Two layers with a ReLU after each: the last one trains"""
    model = sequential(student, by_hand.LAYERS, played(by_hand.LAYERS).state_dict())
    drawn = partial(drawn_freezing, student)
    with explained(drawn):
        require_frozen(model, student.construct('freeze', model, 1), by_hand.ONE)
    return Passed(picture=drawn)

@check
def freeze_values(student, ctx):
    """Any number of layers, whatever was frozen before"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='finetune_step')
def finetune_step_by_hand(student: Student, ctx: Context) -> Passed:
    """One layer of zeros, two rows, a step"""
    model = sequential(student, by_hand.LAYER, by_hand.ZERO)
    answer = student.call_plain('finetune_step', model, None, by_hand.X, by_hand.LABELS, by_hand.RATE)
    got = stepped(student, answer, model, by_hand.ZERO)
    drawn = partial(drawn_step, student)
    require_figures(got, by_hand.STEPPED, by_hand.PARTS, by_hand.STEP_SLIPS, 1e-05)
    return Passed(picture=drawn)

@check
def finetune_step_frozen(student, ctx):
    """What is frozen stays, bit by bit"""
    raise RuntimeError('this check is asked in grading only')

@check
def finetune_step_old_gradients(student, ctx):
    """Gradients of before have no effect"""
    raise RuntimeError('this check is asked in grading only')

@check
def finetune_step_values(student, ctx):
    """Two steps of what trains"""
    raise RuntimeError('this check is asked in grading only')
