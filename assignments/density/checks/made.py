"""Checks of `density/made`: a network in which no path leads to one's own answer."""

from functools import partial
from itertools import pairwise

import torch

from autograder.checking.check import Context, Passed, check
from autograder.checking.models import causal, seen
from autograder.checking.models.asked import Plan
from autograder.checking.models.layout import RowLayout
from autograder.checking.models.sampler import Sampler
from autograder.checking.student import Failed, Student
from autograder.probes.rows import Rows
from autograder.probes.sampling import ALPHA, FALSE_ALARM
from autograder.text.i18n import said

from .for_made.answers import PRODUCT, require_degrees, require_masks
from .for_made.by_hand import (
    DEGREES,
    ENSEMBLE_SLIPS,
    MASK_SLIPS,
    MASKS,
    MEAN,
    OF_UNITS,
    ONE,
    ORDER,
    PATH_SLIPS,
    PATHS,
    ROWS,
    TWO,
    played,
)
from .for_made.ensembles import require_asked_once, require_ensemble, require_ensemble_gradient
from .for_made.masks import degrees, mask_slips, masks, path_slips, paths, require_masks_kept
from .for_made.model import (
    ALL_EARLIER,
    MADE,
    STRICT,
    built,
    correlated,
    is_in_order,
    leaks_named,
    learns,
    require_large_logits,
    require_sample_forms,
    require_samples,
    trained,
)
from .for_made.picture import drawn_dependence, drawn_paths
from .shared.differences import require_gradients
from .shared.generators import FAIR, require_own_generator
from .shared.hints import hinted
from .shared.learned import FLOORS
from .shared.mass import OF_THE_MODEL, ONE_PER_ROW
from .shared.nats import require_log_prob, require_mass_by_logits
from .shared.orders import NO_ORDER, drawn_order, no_orders, require_class_refuses
from .shared.repeated import require_same_answers

DTYPES = (torch.float32, torch.float64)
SIZES: tuple[tuple[int, tuple[int, ...]], ...] = ((6, (7, 9)), (5, ()), (4, (8,)), (2, (3, 2, 5)))
PLANS = ((0, 12), (1, 20), (2, 40))  # layers, and units of each
ANY_NUMBER = said("hidden_sizes may be of any length, a list or a tuple, also without any entry.")
INTO_OUTPUTS = said("(D, D): the last mask leads into the outputs.")
OF_THE_MASKS = said("The dtype is that of the masks.")
LOG_OF_MEAN = said("Return the log of the mean probability of each row over the models.")
WRONG_GRADIENT = said(
    "Gradients of log_prob are wrong: no gradient reaches some layer, or a weight is read past "
    "autograd (detach, .data)."
)


@check(weight=1, visible=True, about="made_degrees")
def degrees_by_hand(student: Student, ctx: Context) -> None:
    """Degrees of four dimensions and five units, in an order"""
    require_degrees(student, 4, [5], ORDER, DEGREES)


@check(weight=2, after=degrees_by_hand, about="made_degrees")
def degrees_values(student: Student, ctx: Context) -> None:
    """Degrees of any number of layers, in any order"""
    for dims, sizes in SIZES:
        for order in (None, drawn_order(dims, ctx.stream)):
            require_degrees(student, dims, sizes, order, degrees(dims, sizes, order))


@check(weight=0.5, after=degrees_by_hand, about="made_degrees", form=True)
def degrees_errors(student: Student, ctx: Context) -> None:
    """`made_degrees` refuses what is no order"""
    for order in no_orders(5, ctx.stream):
        call = student.call("made_degrees", num_dims=5, hidden_sizes=[3], order=order)
        call.should_raise(ValueError, why=NO_ORDER)


@check(weight=1, visible=True, about="made_masks")
def masks_by_hand(student: Student, ctx: Context) -> Passed:
    """Masks of three dimensions and four units"""
    draw = partial(drawn_paths, OF_UNITS)
    require_masks(student, OF_UNITS, MASKS, MASK_SLIPS, draw)
    return Passed(picture=partial(draw, MASKS))


@check(weight=2, after=masks_by_hand, about="made_masks")
def masks_values(student: Student, ctx: Context) -> None:
    """Masks of any degrees, of none, one or more hidden layers"""
    for dims, sizes in ((5, (5, 5)), (5, ()), (4, (7,)), (3, (4, 2, 6))):
        inputs = drawn_order(dims, ctx.stream) + 1
        units = [inputs, *(1 + ctx.randint(dims, size) for size in sizes)]
        require_masks(student, units, masks(units), mask_slips(units))


@check(weight=1, visible=True, about="count_paths")
def paths_by_hand(student: Student, ctx: Context) -> None:
    """Paths through four units"""
    answer = student.call("count_paths", MASKS).hint(shape=INTO_OUTPUTS)
    answer.should_equal(PATHS, slips=PATH_SLIPS, wrong=PRODUCT)


@check(weight=2, after=paths_by_hand, about="count_paths")
def paths_values(student: Student, ctx: Context) -> None:
    """Paths through any masks, in their dtype, also where they lead to oneself"""
    require_masks_kept(student, ctx)
    for dims, sizes in ((4, (4, 4)), (5, (3,)), (3, ()), (3, (6, 2, 5))):
        for dtype in DTYPES:
            widths = (dims, *sizes, dims)
            given = [ctx.bernoulli(out, into, p=0.7, dtype=dtype) for into, out in pairwise(widths)]
            answer = student.call("count_paths", given)
            answer.hint(shape=INTO_OUTPUTS, dtype=OF_THE_MASKS).should_equal(
                paths(given), slips=path_slips, wrong=PRODUCT, dtype=dtype
            )


@check(weight=1, visible=True, about="MADE", form=True)
def made_shapes(student: Student, ctx: Context) -> Passed:
    """MADE takes any number of hidden layers, and gives logits (B, D) and log_prob (B,)"""
    numbers = []
    with hinted(ANY_NUMBER):
        for dims, sizes in ((5, ()), (5, (7,)), (5, [9, 8]), (2, (3, 4, 5)), (6, [])):
            model = student.construct("MADE", dims, sizes)
            numbers.append(sum(one.numel() for one in model.state_dict().values()))
            x = ctx.bernoulli(3, dims)
            model.call("forward", x).should_have_shape(3, dims, dtype=torch.float32)
            model.call("log_prob", x).hint(shape=ONE_PER_ROW).should_have_shape(3)
        student.construct("MADE", 4).call("forward", torch.ones(2, 4)).should_have_shape(2, 4)
    if len(set(numbers[:3])) < 3:
        raise Failed(said("hidden_sizes has no effect: it says how many units each layer has."))
    return Passed(picture=partial(drawn_dependence, student))


@check(weight=4, after=made_shapes, about="MADE", essential=True)
def made_is_causal(student: Student, ctx: Context) -> None:
    """No logit of MADE depends on its own dimension or one that comes later"""
    draw = ctx.generator()
    plans = [
        Plan(RowLayout(order), layers, hidden)
        for layers, hidden in PLANS
        for order in (Rows.of(5), Rows.drawn(5, draw))
    ]
    # In training mode an order that is not 0, 1, … shows all that it does.
    asked = [(causal.stays_causal, plan) for plan in plans]
    asked += [(causal.is_causal_elsewhere, plan) for plan in plans[1::2]]
    in_order = [is_in_order(partial(one, student, MADE, plan, draw)) for one, plan in asked]
    # In another order it costs points in `made_order`, and which one is not told at a few places.
    for dims in (20, 24) if all(in_order) else ():
        plan = Plan(RowLayout(Rows.drawn(dims, draw)), 2, 40)
        with leaks_named():
            causal.is_causal_beyond(student, MADE, plan, draw)


@check(weight=1, after=made_shapes, about="MADE", essential=True)
def made_values(student: Student, ctx: Context) -> None:
    """log_prob is the sum of the log-probabilities by MADE's own logits, in both precisions"""
    for dtype in DTYPES:
        for dims in (6, 40):
            model = built(student, ctx, drawn_order(dims, ctx.stream), (9, 8), dtype)
            x = ctx.bernoulli(5, dims, dtype=dtype)
            answer = model.call("forward", x=x).hint(dtype=OF_THE_MODEL)
            require_log_prob(model, x, answer.should_have_shape(*x.shape, dtype=dtype))


@check(weight=2, after=made_shapes, about="MADE", essential=True)
def made_mass_is_one(student: Student, ctx: Context) -> None:
    """MADE's probabilities of all rows sum to one, also after training"""
    model = built(student, ctx, drawn_order(6, ctx.stream), (40, 40), torch.float32)
    require_mass_by_logits(trained(model, correlated(ctx, 6), 60), "MADE", 6, torch.float32)


@check(weight=1.5, after=made_is_causal, about="MADE")
def made_order(student: Student, ctx: Context) -> None:
    """MADE is autoregressive in the order that it is given"""
    draw = ctx.generator()
    for layers, hidden in PLANS[1:]:
        plan = Plan(RowLayout(Rows.drawn(6, draw)), layers, hidden)
        with leaks_named():
            causal.stays_causal(student, MADE, plan, draw)


# Rectifiers may be shut: all 16 of a degree, in three initialisations, with probability 5e-7.
@check(weight=1.5, after=made_is_causal, false_alarm=1e-6, about="MADE")
def made_sees_all_earlier(student: Student, ctx: Context) -> None:
    """Every logit of MADE depends on all dimensions that come before it"""
    draw = ctx.generator()
    for layers in (1, 2):
        plan = Plan(RowLayout(Rows.of(5)), layers, 64)
        seen.uses_neighbours(student, MADE, plan, draw, STRICT)
        seen.uses_all_earlier(student, MADE, plan, draw, ALL_EARLIER)


@check(weight=1, after=made_shapes, about="MADE", essential=True)
def made_is_repeatable(student: Student, ctx: Context) -> None:
    """The same row has the same answer of MADE, at any time and in any batch"""
    require_same_answers(student, ctx, MADE, drawn_order(5, ctx.stream))


@check(weight=0.5, after=made_values, about="MADE")
def made_large_logits(student: Student, ctx: Context) -> None:
    """MADE's log-probabilities by logits of ±10,000"""
    for dtype in DTYPES:
        require_large_logits(student, ctx, dtype)


@check(weight=1, after=made_values, about="MADE")
def made_gradient(student: Student, ctx: Context) -> None:
    """The gradients of MADE's log_prob by all of its parameters"""
    model = built(student, ctx, drawn_order(5, ctx.stream), (9, 8), torch.float64)
    require_gradients(model, ctx.bernoulli(4, 5, dtype=torch.float64), ctx, WRONG_GRADIENT)


@check(weight=1, after=(made_is_causal, made_gradient), false_alarm=FLOORS, about="MADE")
def made_learns(student: Student, ctx: Context) -> Passed:
    """A trained MADE is good, and not too good to be true, on digits it has not seen"""
    return learns(student, ctx)


# Three laws, see `require_law`.
@check(
    weight=2,
    after=(made_is_causal, made_shapes),
    false_alarm=3 * (FALSE_ALARM + ALPHA),
    about="MADE.sample",
    essential=True,
)
def made_samples(student: Student, ctx: Context) -> None:
    """Samples of MADE follow the law that its own logits state"""
    require_sample_forms(student, ctx)
    for sizes in ((24,), (20, 20)):
        require_samples(student, ctx, sizes, correlated(ctx, 5), 60)
    pair = ctx.bernoulli(1, 5)
    require_samples(student, ctx, (24,), torch.cat([pair, 1 - pair]), 150)


@check(weight=0.5, after=made_shapes, false_alarm=FAIR, about="MADE.sample")
def made_generator(student: Student, ctx: Context) -> None:
    """Samples of MADE come from the generator, and move it on"""
    model = built(student, ctx, torch.arange(6), (8,), torch.float32)
    require_own_generator(student, Sampler(model, "sample", Rows.of(6)), ctx)


@check(weight=0.5, after=made_shapes, about="MADE", form=True)
def made_errors(student: Student, ctx: Context) -> None:
    """MADE refuses what is no order"""
    for order in no_orders(4, ctx.stream):
        require_class_refuses(student, "MADE", torch.zeros(2, 4), order, num_dims=4)


@check(weight=1, visible=True, about="ensemble_log_prob")
def ensemble_by_hand(student: Student, ctx: Context) -> None:
    """Two models that are played for you, and three rows"""
    models = [played(ROWS, nats.log()).oracle() for nats in (ONE, TWO)]
    answer = student.call("ensemble_log_prob", models, ROWS).hint(shape=ONE_PER_ROW)
    answer.should_equal(MEAN, slips=ENSEMBLE_SLIPS, wrong=LOG_OF_MEAN)


@check(weight=1, after=ensemble_by_hand, about="ensemble_log_prob")
def ensemble_values(student: Student, ctx: Context) -> None:
    """Any number of models, in a tuple or list, in both precisions"""
    for count in (3, 1, 5):
        for dtype in DTYPES:
            require_ensemble(student, ctx, count, 3.0, dtype)


@check(weight=0.5, after=ensemble_by_hand, about="ensemble_log_prob")
def ensemble_large_logits(student: Student, ctx: Context) -> None:
    """Log-probabilities of -10,000"""
    for dtype in DTYPES:
        require_ensemble(student, ctx, 3, 1e4, dtype)


@check(weight=0.5, after=ensemble_by_hand, about="ensemble_log_prob")
def ensemble_calls(student: Student, ctx: Context) -> None:
    """Each model is asked once"""
    require_asked_once(student, ctx)


@check(weight=0.5, after=ensemble_values, about="ensemble_log_prob")
def ensemble_gradient(student: Student, ctx: Context) -> None:
    """The gradient reaches the parameters of each model, by its share"""
    require_ensemble_gradient(student, ctx)
