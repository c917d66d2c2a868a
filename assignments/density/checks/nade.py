"""Checks of `density/nade`: one hidden layer for each dimension, for the price of one."""

from functools import partial
from typing import Any

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.models.sampler import Sampler
from autograder.checking.student import Failed, Student
from autograder.probes.rows import Rows
from autograder.probes.sampling import ALPHA, FALSE_ALARM
from autograder.text.i18n import said

from .for_nade.by_hand import BIT_SLIPS, BITS, CERTAIN, LOGITS, ORDER, ROWS, SLIPS, WEIGHTS, WRONG
from .for_nade.cost import require_class_cost, require_cost
from .for_nade.law import Weights, logit_slips
from .for_nade.model import (
    NADE,
    OF_THE_WEIGHTS,
    large,
    laws,
    learns,
    loaded,
    require_gradient,
    require_gradients,
    require_law,
    require_loaded_logits,
    require_logits,
)
from .for_nade.names import require_named
from .for_nade.picture import drawn_steps
from .shared.generators import FAIR, require_own_generator
from .shared.learned import FLOORS
from .shared.mass import require_mass
from .shared.nats import forward, log_probs, require_large, require_log_prob, told_of_large_logits
from .shared.orders import NO_ORDER, drawn_order, no_orders, require_class_refuses
from .shared.repeated import require_same_answers
from .shared.sample_form import require_sample_form

DTYPES = (torch.float32, torch.float64)
SIZES = ((4, 5, 3), (3, 1, 4), (5, 2, 3), (2, 12, 7))  # rows, dimensions, hidden units
OF_ANOTHER = said("The order holds for samples, too.")
NO_EFFECT = said("The order has no effect: it is walked as 0, 1, 2, …")


@check(weight=2, visible=True, about="nade_logits", essential=True)
def logits_by_hand(student: Student, ctx: Context) -> Passed:
    """Logits of three dimensions and two hidden units, worked out by hand"""
    answer = student.call("nade_logits", ROWS, **WEIGHTS).hint(dtype=OF_THE_WEIGHTS)
    answer.should_equal(LOGITS, slips=SLIPS, wrong=WRONG)
    return Passed(picture=partial(drawn_steps, student))


@check(weight=4, after=logits_by_hand, about="nade_logits", essential=True)
def logits_values(student: Student, ctx: Context) -> None:
    """Logits of any size in any order, in both precisions"""
    for rows, dims, hidden in SIZES:
        for dtype in DTYPES:
            weights = Weights.drawn(dims, hidden, ctx.stream).to(dtype)
            x = ctx.bernoulli(rows, dims, dtype=dtype)
            orders = drawn_order(dims, ctx.stream), drawn_order(dims, ctx.stream)
            require_logits(student, weights, x, None)
            try:
                for order in orders:
                    require_logits(student, weights, x, order)
            except Failed as failed:
                failed.essential = False  # without an order they mean what they should
                raise


@check(weight=0.5, after=logits_by_hand, about="nade_logits")
def logits_large_logits(student: Student, ctx: Context) -> None:
    """Logits of ±10,000"""
    for dtype in DTYPES:
        weights = large(ctx, 5).to(dtype)
        x = ctx.bernoulli(6, 5, dtype=dtype)
        want, order = weights.logits(x), torch.arange(5)
        tolerance = 2 * torch.finfo(dtype).eps * float(want.abs().max()) * 5
        student.call("nade_logits", x=x, **weights.named, order=order).should_equal(
            want.to(dtype),
            slips=logit_slips,
            wrong=partial(told_of_large_logits, want=want),
            dtype=dtype,
            atol=max(1e-5, tolerance),
        )


@check(weight=1, after=logits_values, about="nade_logits")
def logits_gradient(student: Student, ctx: Context) -> None:
    """The gradient of the logits by all four weights, in an order"""
    weights, x = Weights.drawn(5, 3, ctx.stream), ctx.bernoulli(4, 5, dtype=torch.float64)
    order, rows = drawn_order(5, ctx.stream), ctx.randn(1, 4, 5, dtype=torch.float64)
    learnt = Weights(*(one.clone().requires_grad_() for one in weights.tensors))
    wanted = torch.autograd.grad((learnt.logits(x, order) * rows[0]).sum(), learnt.tensors)
    answer = student.call("nade_logits", x=x, **weights.named, order=order)
    for (name, _), want in zip(weights.named.items(), wanted, strict=True):
        (got,) = answer.gradient(name, rows=rows).tensors()
        require_gradient(name, got[0], want)


@check(weight=0.5, after=logits_by_hand, about="nade_logits", form=True)
def logits_errors(student: Student, ctx: Context) -> None:
    """`nade_logits` refuses what is no order"""
    weights, x = Weights.drawn(4, 3, ctx.stream), ctx.bernoulli(2, 4, dtype=torch.float64)
    for order in no_orders(4, ctx.stream):
        call = student.call("nade_logits", x=x, **weights.named, order=order)
        call.should_raise(ValueError, why=NO_ORDER)


@check(weight=2, after=logits_values, about="nade_logits")
def logits_cost(student: Student, ctx: Context) -> Passed:
    """Twice the dimensions are twice the work of `nade_logits`"""
    return require_cost(student, ctx, "nade_logits")


@check(weight=1, visible=True, about="nade_sample")
def sample_by_hand(student: Student, ctx: Context) -> None:
    """Bits that are certain, in any order and in the dtype of the weights"""
    for dtype in DTYPES:
        weights: dict[str, Any] = {
            "in_weight": torch.zeros(2, 3, dtype=dtype),
            "in_bias": torch.zeros(2, dtype=dtype),
            "out_weight": torch.zeros(3, 2, dtype=dtype),
            "out_bias": CERTAIN.to(dtype),
        }
        answer = student.call("nade_sample", **weights, num_samples=4, order=ORDER)
        want = BITS.to(dtype).expand(4, -1)
        answer.hint(dtype=OF_THE_WEIGHTS).should_equal(want, slips=BIT_SLIPS, dtype=dtype)
    one = torch.full((1, 1), -200.0)
    answer = student.call("nade_sample", one, one[0], 0 * one, one[0], 3)
    answer.should_equal(torch.zeros(3, 1), wrong="One dimension of a certain bit.")


# Two laws of each scale, each in another order, and two of copies; see `require_law`.
@check(
    weight=3,
    after=sample_by_hand,
    false_alarm=6 * (FALSE_ALARM + ALPHA),
    about="nade_sample",
    essential=True,
)
def sample_samples(student: Student, ctx: Context) -> None:
    """Samples of `nade_sample` follow the model, in any order"""
    for weights, order in laws(ctx):
        sampler = Sampler(student, "nade_sample", Rows(tuple(order.tolist())))
        generator = student.generator(ctx.between(0, 1 << 30))
        require_law(sampler, weights, order, generator, NO_EFFECT, **weights.named)


@check(weight=1, after=sample_by_hand, false_alarm=FAIR, about="nade_sample")
def sample_generator(student: Student, ctx: Context) -> None:
    """Samples of `nade_sample` come from its generator, and move it on"""
    sampler, fair = Sampler(student, "nade_sample", Rows.of(6)), Weights.drawn(6, 2, ctx.stream, 0)
    require_own_generator(student, sampler, ctx, **fair.to(torch.float32).named)


@check(weight=0.5, after=sample_by_hand, about="nade_sample", form=True)
def sample_errors(student: Student, ctx: Context) -> None:
    """`nade_sample` refuses what is no order"""
    weights = Weights.drawn(4, 3, ctx.stream)
    for order in no_orders(4, ctx.stream):
        call = student.call("nade_sample", **weights.named, num_samples=2, order=order)
        call.should_raise(ValueError, why=NO_ORDER)


@check(weight=1, after=sample_samples, about="nade_sample")
def sample_cost(student: Student, ctx: Context) -> Passed:
    """Twice the dimensions are twice the work of `nade_sample`"""
    return require_cost(student, ctx, "nade_sample")


@check(weight=0.5, visible=True, about="NADE", form=True)
def nade_shapes(student: Student, ctx: Context) -> None:
    """NADE has four parameters under their names, logits (B, D) and log_prob (B,)"""
    require_named(student.construct("NADE", 3), 3, 64)
    for dtype in DTYPES:
        model = student.construct("NADE", num_dims=5, hidden=3)
        require_named(model, 5, 3)
        model.mode(dtype=dtype)
        x = ctx.bernoulli(2, 5, dtype=dtype)
        model.call("forward", x).hint(dtype=OF_THE_WEIGHTS).should_have_shape(2, 5, dtype=dtype)
        model.call("log_prob", x).hint(dtype=OF_THE_WEIGHTS).should_have_shape(2, dtype=dtype)


@check(weight=0.5, visible=True, after=nade_shapes, about="NADE", essential=True)
def nade_mass_is_one(student: Student, ctx: Context) -> None:
    """NADE's probabilities of all rows of five dimensions sum to one"""
    for order in (None, torch.tensor([3, 0, 4, 1, 2])):
        model = student.construct("NADE", num_dims=5, hidden=4, order=order)
        model.load_state_dict(
            {
                name: 2 * ctx.randn(*one.shape) if name in WEIGHTS else one
                for name, one in model.state_dict().items()
            }
        )
        require_mass(model, "NADE", 5, torch.float32)


@check(weight=2, after=nade_shapes, about="NADE", essential=True)
def nade_values(student: Student, ctx: Context) -> None:
    """NADE's logits and log-probabilities with given weights"""
    for dtype in DTYPES:
        for dims in (6, 40):
            model, weights, x = require_loaded_logits(student, ctx, None, dtype, dims)
            require_log_prob(model, x, weights.logits(x))


# What is wrong in log_prob alone costs points once, above.
@check(weight=1, after=nade_shapes, about="NADE")
def nade_order(student: Student, ctx: Context) -> None:
    """NADE's logits in any order"""
    for _ in range(2):
        require_loaded_logits(student, ctx, drawn_order(6, ctx.stream), torch.float64)


@check(weight=0.5, after=nade_values, about="NADE")
def nade_large_logits(student: Student, ctx: Context) -> None:
    """NADE's log-probabilities by logits of ±10,000"""
    for dtype in DTYPES:
        weights = large(ctx, 5)
        model, x = loaded(student, weights, None, dtype), ctx.bernoulli(6, 5, dtype=dtype)
        require_large(model, x, forward(model, x))


@check(weight=0.5, after=nade_shapes, about="NADE", essential=True)
def nade_is_repeatable(student: Student, ctx: Context) -> None:
    """The same row has the same answer of NADE, at any time and in any batch"""
    require_same_answers(student, ctx, NADE, drawn_order(5, ctx.stream))


@check(weight=0.5, after=nade_values, about="NADE")
def nade_gradient(student: Student, ctx: Context) -> None:
    """The gradient of NADE's log_prob by all four parameters"""
    weights = Weights.drawn(5, 3, ctx.stream)  # without an order: a wrong one costs points above
    x, rows = ctx.bernoulli(4, 5, dtype=torch.float64), ctx.randn(4, dtype=torch.float64)
    learnt = Weights(*(one.clone().requires_grad_() for one in weights.tensors))
    nats = log_probs(learnt.logits(x), x).sum(1)
    wanted = torch.autograd.grad((nats * rows).sum(), learnt.tensors)
    got = require_gradients(loaded(student, weights, None, torch.float64), x, rows)
    for name, want in zip(WEIGHTS, wanted, strict=True):
        require_gradient(name, got[name], want)


@check(
    weight=1,
    after=nade_shapes,
    false_alarm=6 * (FALSE_ALARM + ALPHA),
    about="NADE.sample",
    essential=True,
)
def nade_samples(student: Student, ctx: Context) -> None:
    """Samples of NADE follow its weights, in its order"""
    fair = Weights.drawn(4, 2, ctx.stream, 0)
    for dtype in DTYPES:
        model = loaded(student, fair, None, dtype)
        require_sample_form(Sampler(model, "sample", Rows.of(4)), dtype)
    for weights, order in laws(ctx):
        model = loaded(student, weights, order, torch.float64)
        sampler = Sampler(model, "sample", Rows(tuple(order.tolist())))
        generator = student.generator(ctx.between(0, 1 << 30))
        require_law(sampler, weights, order, generator, OF_ANOTHER)


@check(weight=0.5, after=nade_shapes, false_alarm=FAIR, about="NADE.sample")
def nade_generator(student: Student, ctx: Context) -> None:
    """Samples of NADE come from the generator, and move it on"""
    model = loaded(student, Weights.drawn(6, 2, ctx.stream, 0), None, torch.float32)
    require_own_generator(student, Sampler(model, "sample", Rows.of(6)), ctx)


@check(weight=0.5, after=nade_shapes, about="NADE", form=True)
def nade_errors(student: Student, ctx: Context) -> None:
    """NADE refuses what is no order"""
    for order in no_orders(4, ctx.stream):
        require_class_refuses(student, "NADE", torch.zeros(2, 4), order, num_dims=4, hidden=3)


@check(weight=1, after=nade_order, about="NADE")
def nade_cost(student: Student, ctx: Context) -> Passed:
    """Twice the dimensions are twice the work of NADE"""
    return require_class_cost(student, ctx)


@check(weight=1, after=(nade_values, nade_gradient), false_alarm=FLOORS, about="NADE")
def nade_learns(student: Student, ctx: Context) -> Passed:
    """A trained NADE is good, and not too good to be true, on digits it has not seen"""
    return learns(student, ctx)
