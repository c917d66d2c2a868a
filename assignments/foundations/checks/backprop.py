"""Checks of `foundations/backprop`: derivatives by hand, passed from layer to layer."""

from functools import partial

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.pictured import explained
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Oracle, Student
from autograder.checking.without_autograd import without_autograd
from autograder.text.i18n import said

from .for_backprop import by_hand
from .for_backprop.layers import AGAIN, flat, kept_list, made, require_call, require_gradient
from .for_backprop.picture import drawn_chain
from .for_backprop.truth import (
    LIST,
    Chain,
    Cubic,
    loss_of,
    loss_slope,
    relu_slope,
)
from .shared.hints import hinted
from .shared.parts import asked_parts, require_parts, row_of
from .shared.precision import BOTH, precisely

SHAPES = ((4,), (), (2, 3), (2, 1, 3), (1,))
SIZES = ((4, 3, 2), (1, 1, 1), (2, 5, 3))  # rows, inputs, outputs
VALUE = said("`backpropagate` returns another loss or gradient.")
STEP = said("`backward` changes the weight or the bias: taking a step is for an optimiser.")


@check(visible=True, about="numerical_gradient")
def numerical_gradient_by_hand(student: Student, ctx: Context) -> None:
    """(x²)′ at 3, and (x³)′ at 2 with h = 0.1"""
    square = Oracle({"forward": lambda x: (x**2).sum()})
    cube = Oracle({"forward": lambda x: (x**3).sum()})
    three, two = torch.tensor([3.0]).double(), torch.tensor([2.0]).double()
    answer = student.call("numerical_gradient", square, three)
    answer.should_equal(torch.tensor([6.0]).double(), slips=by_hand.SQUARE_SLIPS)
    answer = student.call("numerical_gradient", cube, two, 0.1)
    answer.should_equal(torch.tensor([12.01]).double(), slips=by_hand.CUBE_SLIPS)


@check(weight=2, after=numerical_gradient_by_hand, about="numerical_gradient", essential=True)
def numerical_gradient_values(student: Student, ctx: Context) -> None:
    """Functions of tensors of any shape"""
    banned = without_autograd(student)
    for shape in SHAPES:
        cubic = Cubic(ctx.randn(*shape, dtype=torch.float64))
        for h, near in ((0.1, 1e-9), (1e-6, 1e-4)):
            x = ctx.randn(*shape, dtype=torch.float64) + 3
            answer = banned.call("numerical_gradient", f=cubic.oracle(), x=x, h=h)
            told = said("Move one entry at a time; x may have any shape, () too.")
            with hinted(told):
                answer.should_equal(cubic.central(x, h), wrong=told, atol=near, rtol=near)


@check(weight=0.5, after=numerical_gradient_values, about="numerical_gradient")
def numerical_gradient_calls(student: Student, ctx: Context) -> None:
    """Two calls for each entry, each with one entry moved"""
    cubic, x = Cubic(ctx.randn(2, 3, dtype=torch.float64)), ctx.randn(2, 3, dtype=torch.float64)
    without_autograd(student).call("numerical_gradient", f=cubic.oracle(), x=x).should_have_shape(
        2, 3
    )
    cubic.require_few(x)


@check(weight=1.5, visible=True, about="Linear")
def linear_by_hand(student: Student, ctx: Context) -> None:
    """Two rows, two inputs, one output"""
    layer = made(student, "Linear", by_hand.WEIGHT, by_hand.BIAS)
    layer.call("forward", by_hand.X).should_equal(by_hand.OUT, slips=by_hand.OUT_SLIPS)
    layer.call("backward", by_hand.GRAD).should_equal(by_hand.BACK, slips=by_hand.BACK_SLIPS)
    single = torch.float32
    require_gradient(layer, "grad_weight", by_hand.BY_WEIGHT, single, by_hand.WEIGHT_SLIPS)
    require_gradient(layer, "grad_bias", by_hand.BY_BIAS, single, by_hand.BIAS_SLIPS)


@check(weight=0.5, after=linear_by_hand, about="Linear", essential=True)
def linear_without_autograd(student: Student, ctx: Context) -> None:
    """`Linear` works where autograd records nothing"""
    layer = made(without_autograd(student), "Linear", by_hand.WEIGHT, by_hand.BIAS)
    layer.call("forward", by_hand.X).should_have_shape(2, 1)
    layer.call("backward", by_hand.GRAD).should_have_shape(2, 2)


@check(weight=2.5, after=linear_without_autograd, about="Linear", essential=True)
def linear_values(student: Student, ctx: Context) -> None:
    """Layers of any size, gradients of both signs from above"""
    for dtype in BOTH:
        for rows, inputs, outputs in SIZES:
            weight, bias, x, grad = (
                ctx.randn(*shape, dtype=dtype)
                for shape in ((outputs, inputs), (outputs,), (rows, inputs), (rows, outputs))
            )
            layer = made(without_autograd(student), "Linear", weight, bias)
            want = x.double() @ weight.double().T + bias.double()
            require_call(layer, "forward", want, dtype, None, x=x)
            back = grad.double() @ weight.double()
            require_call(layer, "backward", back, dtype, None, grad=grad)
            require_gradient(layer, "grad_weight", grad.double().T @ x.double(), dtype)
            require_gradient(layer, "grad_bias", grad.double().sum(0), dtype)
            precisely(layer.call("forward", x=x), want, dtype, wrong=STEP)


@check(weight=1.5, after=linear_values, about="Linear")
def linear_again(student: Student, ctx: Context) -> None:
    """`backward` refers to the last `forward`, and may be repeated"""
    weight, bias, other, first, x, grad = (
        ctx.randn(*shape, dtype=torch.float64)
        for shape in ((2, 3), (2,), (6, 3), (4, 3), (4, 3), (4, 2))
    )
    banned = without_autograd(student)
    layer, second = (made(banned, "Linear", weight, bias) for _ in range(2))
    for given in (other, first, x):
        layer.call("forward", x=given).should_have_shape(len(given), 2)
    second.call("forward", x=-x).should_have_shape(4, 2)
    for factor in (2, 1):
        back = layer.call("backward", grad=factor * grad)
        precisely(back, factor * grad @ weight, torch.float64, wrong=AGAIN)
    for name, want in (("grad_weight", grad.T @ x), ("grad_bias", grad.sum(0))):
        slips: SlipAnswers = {
            "It adds to what was there: `backward` sets, it never adds.": (3 * want).flatten(),
            "It refers to an earlier forward: the last forward counts.": _of(name, grad, first),
            "What `forward` keeps is shared with another object.": _of(name, grad, -x),
        }
        require_gradient(layer, name, want, torch.float64, slips)


def _of(name: str, grad: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Return what a gradient is for other rows, NaN for one that does not depend on them."""
    by_weight = (grad.T @ x).flatten()
    return by_weight if name == "grad_weight" else torch.full((grad.shape[1],), torch.nan).double()


@check(visible=True, about="ReLU")
def relu_by_hand(student: Student, ctx: Context) -> None:
    """−1, 2 and 3, with gradients of both signs"""
    layer = made(student, "ReLU")
    told = said("Nothing passes below zero, and the rest passes as it is.")
    layer.call("forward", by_hand.SIGNS).should_equal(by_hand.PASSED, wrong=told)
    layer.call("backward", by_hand.UPSTREAM).should_equal(by_hand.DOWN, slips=by_hand.RELU_SLIPS)


@check(weight=0.5, after=relu_by_hand, about="ReLU", essential=True)
def relu_without_autograd(student: Student, ctx: Context) -> None:
    """`ReLU` works where autograd records nothing"""
    layer = made(without_autograd(student), "ReLU")
    layer.call("forward", by_hand.SIGNS).should_have_shape(3)
    layer.call("backward", by_hand.UPSTREAM).should_have_shape(3)


@check(after=relu_without_autograd, about="ReLU", essential=True)
def relu_values(student: Student, ctx: Context) -> None:
    """Tensors of any shape"""
    for dtype in BOTH:
        for shape in ((), (3,), (2, 3, 4, 5)):
            x, grad = (ctx.randn(*shape, dtype=dtype) for _ in range(2))
            layer = made(without_autograd(student), "ReLU")
            require_call(layer, "forward", x.double().clamp(min=0), dtype, None, x=x)
            require_call(layer, "backward", relu_slope(x, grad), dtype, None, grad=grad)


@check(weight=0.5, after=relu_values, about="ReLU")
def relu_again(student: Student, ctx: Context) -> None:
    """`backward` refers to the last `forward`, and may be repeated"""
    other, x, grad = (ctx.randn(n, 3, dtype=torch.float64) for n in (4, 2, 2))
    layer, second = (made(without_autograd(student), "ReLU") for _ in range(2))
    layer.call("forward", x=other).should_have_shape(4, 3)
    layer.call("forward", x=x).should_have_shape(2, 3)
    second.call("forward", x=-x).should_have_shape(2, 3)
    with hinted(AGAIN):
        for factor in (2, 1):
            back = layer.call("backward", grad=factor * grad)
            precisely(back, relu_slope(x, factor * grad), torch.float64, wrong=AGAIN)


@check(weight=1.5, visible=True, about="SoftmaxCrossEntropy")
def loss_by_hand(student: Student, ctx: Context) -> None:
    """Two rows, two classes"""
    loss = made(student, "SoftmaxCrossEntropy")
    value = loss.call("forward", by_hand.LOGITS, by_hand.LABELS)
    value.should_equal(by_hand.VALUE, slips=by_hand.VALUE_SLIPS)
    loss.call("backward").should_equal(by_hand.SLOPES, slips=by_hand.SLOPE_SLIPS)


@check(weight=0.5, after=loss_by_hand, about="SoftmaxCrossEntropy", essential=True)
def loss_without_autograd(student: Student, ctx: Context) -> None:
    """`SoftmaxCrossEntropy` works where autograd records nothing"""
    loss = made(without_autograd(student), "SoftmaxCrossEntropy")
    loss.call("forward", by_hand.LOGITS, by_hand.LABELS).should_have_shape()
    loss.call("backward").should_have_shape(2, 2)


@check(weight=1.5, after=loss_without_autograd, about="SoftmaxCrossEntropy", essential=True)
def loss_values(student: Student, ctx: Context) -> None:
    """Any number of rows and classes"""
    for rows, classes in ((5, 3), (1, 2), (2, 5)):
        _require_loss(student, ctx, rows, classes, 1.0, "")


@check(after=loss_values, about="SoftmaxCrossEntropy")
def loss_large(student: Student, ctx: Context) -> None:
    """Logits of ±10,000"""
    told = said("Wrong at ±10,000: exp overflows, and a softmax of 0 has no logarithm.")
    _require_loss(student, ctx, 6, 3, 1e4, told)


def _require_loss(
    student: Student, ctx: Context, rows: int, classes: int, scale: float, wrong: str
) -> None:
    """Ask for a loss and its gradient, in both precisions."""
    for dtype in BOTH:
        logits = scale * ctx.randn(rows, classes, dtype=dtype).clamp(-1, 1)
        labels = ctx.randint(classes, rows)
        loss = made(without_autograd(student), "SoftmaxCrossEntropy")
        value = loss.call("forward", logits=logits, labels=labels)
        precisely(value, loss_of(logits, labels), dtype, wrong=wrong, logits=scale)
        slope = loss_slope(logits, labels)
        precisely(loss.call("backward"), slope, dtype, wrong=wrong, logits=scale)


@check(weight=0.5, after=loss_values, about="SoftmaxCrossEntropy")
def loss_again(student: Student, ctx: Context) -> None:
    """`backward` refers to the last `forward`, and may be repeated"""
    logits, labels = ctx.randn(4, 3, dtype=torch.float64), ctx.randint(3, 4)
    loss = made(without_autograd(student), "SoftmaxCrossEntropy")
    loss.call("forward", logits=logits[:2] + 1, labels=labels[:2]).should_have_shape()
    loss.call("forward", logits=logits, labels=labels).should_have_shape()
    told = said("The second backward differs: it changed what forward kept.")
    with hinted(AGAIN):
        for wrong in (AGAIN, told):
            want = loss_slope(logits, labels)
            precisely(loss.call("backward"), want, torch.float64, wrong=wrong)


@check(visible=True, about="backpropagate")
def backpropagate_by_hand(student: Student, ctx: Context) -> Passed:
    """One layer from two inputs to two classes"""
    layer = made(student, "Linear", by_hand.SQUARE_WEIGHT, torch.zeros(2))
    loss = made(student, "SoftmaxCrossEntropy")
    given = [layer], loss, by_hand.ONES, torch.tensor([0])
    got = asked_parts(student, "backpropagate", ((), (1, 2)), torch.float32, *given)
    drawn = partial(drawn_chain, student)
    with explained(drawn):
        require_parts(got[:1], by_hand.NET_VALUE.reshape(1), VALUE)
        require_parts(got[1:], by_hand.NET_GRAD.flatten(), VALUE, flat(by_hand.NET_SLIPS))
    return Passed(picture=drawn)


@check(weight=3.5, after=backpropagate_by_hand, about="backpropagate", essential=True)
def backpropagate_order(student: Student, ctx: Context) -> None:
    """Each layer once forward and once backward, the last one first"""
    banned, dtype = without_autograd(student), torch.float64
    for count in (1, 3, 4):
        chain, labels = Chain(count), ctx.randint(3, 2)
        x, start = ctx.randn(2, 3, dtype=dtype), ctx.randn(2, 3, dtype=dtype)
        named = {"layers": chain.layers(), "loss": chain.loss(start), "x": x, "labels": labels}
        got = asked_parts(banned, "backpropagate", ((), (2, 3)), dtype, **named)
        chain.require_order()
        require_parts(got, row_of(chain.want(x, labels, start)), VALUE)
    first, last = made(banned, "ReLU"), made(banned, "ReLU")
    layers = kept_list(first, [first, made(banned, "ReLU"), last])
    given = layers, made(banned, "SoftmaxCrossEntropy"), x, labels
    asked_parts(banned, "backpropagate", ((), (2, 3)), dtype, *given)
    if [layers.call_plain("index", one) for one in (first, last)] != [0, 2]:
        raise Failed(LIST)


@check(weight=0.5, after=backpropagate_by_hand, about="backpropagate")
def backpropagate_empty(student: Student, ctx: Context) -> None:
    """Without layers the loss alone is left"""
    chain, labels = Chain(0), ctx.randint(3, 2)
    x, start = (ctx.randn(2, 3, dtype=torch.float64) for _ in range(2))
    named = {"layers": [], "loss": chain.loss(start), "x": x, "labels": labels}
    told = said("With no layers the loss and its own gradient are the answer.")
    with hinted(told):
        got = asked_parts(student, "backpropagate", ((), (2, 3)), torch.float64, **named)
    require_parts(got, row_of(chain.want(x, labels, start)), told)
