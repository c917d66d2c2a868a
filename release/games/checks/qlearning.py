"""Checks of `games/qlearning`: what an action is worth."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Student
from .for_qlearning import by_hand, step_by_hand
from .for_qlearning.asked import CERTAIN, NAME, asking
from .for_qlearning.picture import drawn_worlds
from .shared.precision import DTYPE
from .shared.stepped import require_by_hand, require_stays

@check(visible=True, about='value_iteration')
def value_iteration_by_hand(student: Student, ctx: Context) -> Passed:
    """A corridor, after 0, 1, 2 and 3 sweeps"""
    world = (by_hand.THERE, by_hand.REWARD, by_hand.END, by_hand.GAMMA)
    drawn = partial(drawn_worlds, student)
    with explained(drawn):
        for sweeps, want in by_hand.SWEPT.items():
            answer = student.call('value_iteration', *world, sweeps).hint(dtype=DTYPE)
            answer.should_equal(want, slips=by_hand.SWEPT_SLIPS[sweeps], dtype=torch.float32)
    return Passed(picture=drawn)

@check
def value_iteration_values(student, ctx):
    """Any world, discount and number of sweeps"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='td_target')
def td_target_by_hand(student: Student, ctx: Context) -> None:
    """Three rows, one of them finished"""
    answer = student.call('td_target', torch.ones(3), by_hand.DONE, by_hand.NEXT_Q, by_hand.GAMMA)
    answer.should_equal(by_hand.TARGET, slips=by_hand.TARGET_SLIPS, wrong=by_hand.after_the_end)

@check
def td_target_values(student, ctx):
    """Any rows, whatever stands in finished ones"""
    raise RuntimeError('this check is asked in grading only')

@check
def td_target_gradient(student, ctx):
    """A target is a constant"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='td_loss')
def td_loss_by_hand(student: Student, ctx: Context) -> None:
    """Errors of 0.5 and of 3, on both sides of delta"""
    answer = student.call('td_loss', by_hand.TAKEN, by_hand.ACTION, by_hand.ZERO)
    answer.should_equal(by_hand.LOSS, slips=by_hand.LOSS_SLIPS)

@check
def td_loss_values(student, ctx):
    """Any errors, actions and delta"""
    raise RuntimeError('this check is asked in grading only')

@check
def td_loss_gradient(student, ctx):
    """The gradient by q, and none into target"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about=NAME)
def dqn_step_by_hand(student: Student, ctx: Context) -> None:
    """Two rows, one of them finished: errors of −0.5 and 2.25"""
    ask = asking(student, step_by_hand.BATCH, step_by_hand.GAMMA)
    want, slips = (step_by_hand.STEPPED, step_by_hand.STEP_SLIPS)
    require_by_hand(student, NAME, step_by_hand.STEP, ask, want, slips, CERTAIN)

@check(weight=0.5, visible=True, about=NAME)
def dqn_step_stays(student: Student, ctx: Context) -> None:
    """`target_net` has not moved"""
    ask = asking(student, step_by_hand.BATCH, step_by_hand.GAMMA)
    require_stays(student, step_by_hand.STEP, ask, step_by_hand.MAY)

@check
def dqn_step_values(student, ctx):
    """Two steps, any networks, optimisers and batches"""
    raise RuntimeError('this check is asked in grading only')

@check
def dqn_step_modes(student, ctx):
    """Layers in train and in eval mode"""
    raise RuntimeError('this check is asked in grading only')

@check
def dqn_step_touches(student, ctx):
    """What must not change does not change, bit by bit"""
    raise RuntimeError('this check is asked in grading only')

@check
def dqn_step_old_gradients(student, ctx):
    """What .grad held before has no effect"""
    raise RuntimeError('this check is asked in grading only')
