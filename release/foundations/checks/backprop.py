"""Checks of `foundations/backprop`: derivatives by hand, passed from layer to layer."""
from functools import partial
import torch
from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.student import Oracle, Student
from autograder.text.i18n import said
from .for_backprop import by_hand
from .for_backprop.layers import flat, made, require_gradient
from .for_backprop.picture import drawn_chain
from .shared.parts import asked_parts, require_parts
VALUE = said('`backpropagate` returns another loss or gradient.')

@check(visible=True, about='numerical_gradient')
def numerical_gradient_by_hand(student: Student, ctx: Context) -> None:
    """(x²)′ at 3, and (x³)′ at 2 with h = 0.1"""
    square = Oracle({'forward': lambda x: (x ** 2).sum()})
    cube = Oracle({'forward': lambda x: (x ** 3).sum()})
    three, two = (torch.tensor([3.0]).double(), torch.tensor([2.0]).double())
    answer = student.call('numerical_gradient', square, three)
    answer.should_equal(torch.tensor([6.0]).double(), slips=by_hand.SQUARE_SLIPS)
    answer = student.call('numerical_gradient', cube, two, 0.1)
    answer.should_equal(torch.tensor([12.01]).double(), slips=by_hand.CUBE_SLIPS)

@check
def numerical_gradient_values(student, ctx):
    """Functions of tensors of any shape"""
    raise RuntimeError('this check is asked in grading only')

@check
def numerical_gradient_calls(student, ctx):
    """Two calls for each entry, each with one entry moved"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='Linear')
def linear_by_hand(student: Student, ctx: Context) -> None:
    """Two rows, two inputs, one output"""
    layer = made(student, 'Linear', by_hand.WEIGHT, by_hand.BIAS)
    layer.call('forward', by_hand.X).should_equal(by_hand.OUT, slips=by_hand.OUT_SLIPS)
    layer.call('backward', by_hand.GRAD).should_equal(by_hand.BACK, slips=by_hand.BACK_SLIPS)
    single = torch.float32
    require_gradient(layer, 'grad_weight', by_hand.BY_WEIGHT, single, by_hand.WEIGHT_SLIPS)
    require_gradient(layer, 'grad_bias', by_hand.BY_BIAS, single, by_hand.BIAS_SLIPS)

@check
def linear_without_autograd(student, ctx):
    """`Linear` works where autograd records nothing"""
    raise RuntimeError('this check is asked in grading only')

@check
def linear_values(student, ctx):
    """Layers of any size, gradients of both signs from above"""
    raise RuntimeError('this check is asked in grading only')

@check
def linear_again(student, ctx):
    """`backward` refers to the last `forward`, and may be repeated"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='ReLU')
def relu_by_hand(student: Student, ctx: Context) -> None:
    """−1, 2 and 3, with gradients of both signs"""
    layer = made(student, 'ReLU')
    told = said('Nothing passes below zero, and the rest passes as it is.')
    layer.call('forward', by_hand.SIGNS).should_equal(by_hand.PASSED, wrong=told)
    layer.call('backward', by_hand.UPSTREAM).should_equal(by_hand.DOWN, slips=by_hand.RELU_SLIPS)

@check
def relu_without_autograd(student, ctx):
    """`ReLU` works where autograd records nothing"""
    raise RuntimeError('this check is asked in grading only')

@check
def relu_values(student, ctx):
    """Tensors of any shape"""
    raise RuntimeError('this check is asked in grading only')

@check
def relu_again(student, ctx):
    """`backward` refers to the last `forward`, and may be repeated"""
    raise RuntimeError('this check is asked in grading only')

@check(weight=1.5, visible=True, about='SoftmaxCrossEntropy')
def loss_by_hand(student: Student, ctx: Context) -> None:
    """Two rows, two classes"""
    loss = made(student, 'SoftmaxCrossEntropy')
    value = loss.call('forward', by_hand.LOGITS, by_hand.LABELS)
    value.should_equal(by_hand.VALUE, slips=by_hand.VALUE_SLIPS)
    loss.call('backward').should_equal(by_hand.SLOPES, slips=by_hand.SLOPE_SLIPS)

@check
def loss_without_autograd(student, ctx):
    """`SoftmaxCrossEntropy` works where autograd records nothing"""
    raise RuntimeError('this check is asked in grading only')

@check
def loss_values(student, ctx):
    """Any number of rows and classes"""
    raise RuntimeError('this check is asked in grading only')

@check
def loss_large(student, ctx):
    """Logits of ±10,000"""
    raise RuntimeError('this check is asked in grading only')

@check
def loss_again(student, ctx):
    """`backward` refers to the last `forward`, and may be repeated"""
    raise RuntimeError('this check is asked in grading only')

@check(visible=True, about='backpropagate')
def backpropagate_by_hand(student: Student, ctx: Context) -> Passed:
    """One layer from two inputs to two classes"""
    layer = made(student, 'Linear', by_hand.SQUARE_WEIGHT, torch.zeros(2))
    loss = made(student, 'SoftmaxCrossEntropy')
    given = ([layer], loss, by_hand.ONES, torch.tensor([0]))
    got = asked_parts(student, 'backpropagate', ((), (1, 2)), torch.float32, *given)
    drawn = partial(drawn_chain, student)
    with explained(drawn):
        require_parts(got[:1], by_hand.NET_VALUE.reshape(1), VALUE)
        require_parts(got[1:], by_hand.NET_GRAD.flatten(), VALUE, flat(by_hand.NET_SLIPS))
    return Passed(picture=drawn)

@check
def backpropagate_order(student, ctx):
    """Each layer once forward and once backward, the last one first"""
    raise RuntimeError('this check is asked in grading only')

@check
def backpropagate_empty(student, ctx):
    """Without layers the loss alone is left"""
    raise RuntimeError('this check is asked in grading only')
