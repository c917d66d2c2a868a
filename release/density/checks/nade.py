"""Checks of `density/nade`: one hidden layer for each dimension, for the price of one."""
from functools import partial
from typing import Any
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.student import Student
from .for_nade.by_hand import BIT_SLIPS, BITS, CERTAIN, LOGITS, ORDER, ROWS, SLIPS, WEIGHTS, WRONG
from .for_nade.model import OF_THE_WEIGHTS
from .for_nade.names import require_named
from .for_nade.picture import drawn_steps
from .shared.mass import require_mass
DTYPES = (torch.float32, torch.float64)

@check(weight=2, visible=True, about='nade_logits', essential=True)
def logits_by_hand(student: Student, ctx: Context) -> Passed:
    """Logits of three dimensions and two hidden units, worked out by hand"""
    answer = student.call('nade_logits', ROWS, **WEIGHTS).hint(dtype=OF_THE_WEIGHTS)
    answer.should_equal(LOGITS, slips=SLIPS, wrong=WRONG)
    return Passed(picture=partial(drawn_steps, student))

@check
def logits_values(student, ctx):
    """Logits of any size in any order, in both precisions"""
    raise RuntimeError('this check is asked in grading only')

@check
def logits_large_logits(student, ctx):
    """Logits of ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def logits_gradient(student, ctx):
    """The gradient of the logits by all four weights, in an order"""
    raise RuntimeError('this check is asked in grading only')

@check
def logits_errors(student, ctx):
    """`nade_logits` refuses what is no order"""
    raise RuntimeError('this check is asked in grading only')

@check
def logits_cost(student, ctx):
    """Twice the dimensions are twice the work of `nade_logits`"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1, visible=True, about='nade_sample')
def sample_by_hand(student: Student, ctx: Context) -> None:
    """Bits that are certain, in any order and in the dtype of the weights"""
    for dtype in DTYPES:
        weights: dict[str, Any] = {'in_weight': torch.zeros(2, 3, dtype=dtype), 'in_bias': torch.zeros(2, dtype=dtype), 'out_weight': torch.zeros(3, 2, dtype=dtype), 'out_bias': CERTAIN.to(dtype)}
        answer = student.call('nade_sample', **weights, num_samples=4, order=ORDER)
        want = BITS.to(dtype).expand(4, -1)
        answer.hint(dtype=OF_THE_WEIGHTS).should_equal(want, slips=BIT_SLIPS, dtype=dtype)
    one = torch.full((1, 1), -200.0)
    answer = student.call('nade_sample', one, one[0], 0 * one, one[0], 3)
    answer.should_equal(torch.zeros(3, 1), wrong='One dimension of a certain bit.')

@check
def sample_samples(student, ctx):
    """Samples of `nade_sample` follow the model, in any order"""
    raise RuntimeError('this check is asked in grading only')

@check
def sample_generator(student, ctx):
    """Samples of `nade_sample` come from its generator, and move it on"""
    raise RuntimeError('this check is asked in grading only')

@check
def sample_errors(student, ctx):
    """`nade_sample` refuses what is no order"""
    raise RuntimeError('this check is asked in grading only')

@check
def sample_cost(student, ctx):
    """Twice the dimensions are twice the work of `nade_sample`"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=0.5, visible=True, about='NADE', form=True)
def nade_shapes(student: Student, ctx: Context) -> None:
    """NADE has four parameters under their names, logits (B, D) and log_prob (B,)"""
    require_named(student.construct('NADE', 3), 3, 64)
    for dtype in DTYPES:
        model = student.construct('NADE', num_dims=5, hidden=3)
        require_named(model, 5, 3)
        model.mode(dtype=dtype)
        x = ctx.bernoulli(2, 5, dtype=dtype)
        model.call('forward', x).hint(dtype=OF_THE_WEIGHTS).should_have_shape(2, 5, dtype=dtype)
        model.call('log_prob', x).hint(dtype=OF_THE_WEIGHTS).should_have_shape(2, dtype=dtype)

@check(weight=0.5, visible=True, after=nade_shapes, about='NADE', essential=True)
def nade_mass_is_one(student: Student, ctx: Context) -> None:
    """NADE's probabilities of all rows of five dimensions sum to one"""
    for order in (None, torch.tensor([3, 0, 4, 1, 2])):
        model = student.construct('NADE', num_dims=5, hidden=4, order=order)
        model.load_state_dict({name: 2 * ctx.randn(*one.shape) if name in WEIGHTS else one for name, one in model.state_dict().items()})
        require_mass(model, 'NADE', 5, torch.float32)

@check
def nade_values(student, ctx):
    """NADE's logits and log-probabilities with given weights"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_order(student, ctx):
    """NADE's logits in any order"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_large_logits(student, ctx):
    """NADE's log-probabilities by logits of ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_is_repeatable(student, ctx):
    """The same row has the same answer of NADE, at any time and in any batch"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_gradient(student, ctx):
    """The gradient of NADE's log_prob by all four parameters"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_samples(student, ctx):
    """Samples of NADE follow its weights, in its order"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_generator(student, ctx):
    """Samples of NADE come from the generator, and move it on"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_errors(student, ctx):
    """NADE refuses what is no order"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_cost(student, ctx):
    """Twice the dimensions are twice the work of NADE"""
    raise RuntimeError('this check is asked in grading only')

@check
def nade_learns(student, ctx):
    """A trained NADE is good, and not too good to be true, on digits it has not seen"""
    raise RuntimeError('this check is asked in grading only')
