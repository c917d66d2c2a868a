"""What hidden checks of `density/nade` ask about weights that are drawn from the secret."""

from collections.abc import Iterator, Mapping
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.compare import detail_of, gap
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.sampler import Sampler
from autograder.checking.student import Failed, Handle, NoGradient, Student
from autograder.text.i18n import listed, said

from ..shared.draws import require_rows
from ..shared.learned import learns_digits
from ..shared.mass import OF_THE_MODEL
from ..shared.orders import drawn_order
from .law import Weights, logit_slips

SCALES = (2.0, 6.0)  # of weights that a law is drawn with: the second one saturates
# Logits of rows that are drawn: a uniform number of float32 is 0 once in 2^24 draws, and then falls
# to a bit of any probability, however small.
SURE = 12.0
LARGE = 2_000.0  # times N(0, 1), for the weights into the outputs
OF_THE_WEIGHTS = said("The result has the dtype of the weights.")
ALIKE = said(
    "Weights that start at zero stay alike: all hidden units get the same gradients. Draw them at "
    "random."
)
CLOSE = 1e-6  # of gradients in float64, by their largest entry


def _arguments(plan: Plan) -> Mapping[str, Any]:
    layout = plan.layout
    return {"num_dims": layout.grid.size, "hidden": plan.hidden, "order": layout.order}


NADE = ModelClass("NADE", _arguments, loss="log_prob")


def loaded(student: Student, weights: Weights, order: Tensor | None, dtype: torch.dtype) -> Handle:
    """Construct a NADE with given weights, in eval mode and in a dtype."""
    hidden, num_dims = weights.in_weight.shape
    model = student.construct("NADE", num_dims=num_dims, hidden=hidden, order=order)
    # What else its modules keep is the student's own.
    model.load_state_dict({**model.state_dict(), **weights.to(torch.float32).named})
    model.mode(dtype=dtype)
    model.load_state_dict({**model.state_dict(), **weights.to(dtype).named})
    return model


def require_logits(student: Student, weights: Weights, x: Tensor, order: Tensor | None) -> None:
    """Raise Failed unless `nade_logits` gives the right logits, in the dtype of the weights."""
    want = weights.logits(x, order).to(x.dtype)
    answer = student.call("nade_logits", x=x, **weights.named, order=order)
    exact = 1e-9 if x.dtype == torch.float64 else 1e-5
    answer.hint(dtype=OF_THE_WEIGHTS).should_equal(
        want, slips=logit_slips, dtype=x.dtype, atol=exact
    )


def large(ctx: Context, num_dims: int) -> Weights:
    """Draw weights of logits up to some ±10,000, of hidden units that are not saturated."""
    one = Weights.drawn(num_dims, 3, ctx.stream)
    return Weights(one.in_weight, one.in_bias, LARGE * one.out_weight, LARGE * one.out_bias)


def laws(ctx: Context) -> Iterator[tuple[Weights, Tensor]]:
    """Return weights and orders to draw rows by: two scales and copies, two orders each."""
    for _ in range(2):
        for scale in SCALES:
            order = drawn_order(4, ctx.stream)
            yield Weights.drawn(4, 5, ctx.stream, scale).within(SURE, order), order
        order = drawn_order(5, ctx.stream)
        yield Weights.copying(order, 4), order


def require_law(
    sampler: Sampler,
    weights: Weights,
    order: Tensor,
    generator: Handle,
    elsewhere: str,
    **given: Any,
) -> None:
    """Raise Failed, naming the mistake, unless rows follow a NADE of these weights."""
    drawing = weights.drawing(order)
    # The function is told weights and order, the class holds them.
    after: dict[str, Any] = {"order": order} if given else {}
    require_rows(
        lambda count: sampler.draw(count, generator, **given, num_samples=count, **after),
        drawing.law,
        weights.draw_slips(order, elsewhere),
        drawing.chances(drawing.right),
    )


def require_loaded_logits(
    student: Student, ctx: Context, order: Tensor | None, dtype: torch.dtype, dims: int = 6
) -> tuple[Handle, Weights, Tensor]:
    """Return a model, its weights and rows; raises Failed unless its logits are those."""
    weights = Weights.drawn(dims, 3, ctx.stream).to(dtype)
    model, x = loaded(student, weights, order, dtype), ctx.bernoulli(4, dims, dtype=dtype)
    logits = weights.logits(x, order)
    place: dict[str, Any] = {"order": order, **weights.named}
    answer = model.call("forward", x=x).hint(dtype=OF_THE_MODEL)
    answer.should_equal(
        logits.to(dtype), slips=lambda: logit_slips(x, **place), dtype=dtype, atol=_atol(dtype)
    )
    return model, weights, x


def require_gradients(model: Handle, x: Tensor, rows: Tensor) -> dict[str, Tensor]:
    """Ask for the gradients of `log_prob` by all parameters; raises Failed where there are none."""
    try:
        found = model.parameter_gradients("log_prob", x, cotangent=rows)
    except NoGradient:
        message = said(
            "The result of `log_prob` has no gradient: is it detached, or under no_grad?"
        )
        raise Failed(message) from None
    return {name: model.scales.corrected("log_prob", one) for name, one in found.items()}


def require_gradient(name: str, got: Tensor, want: Tensor) -> None:
    """Raise Failed unless a gradient by the weight of this name is right."""
    tolerance = CLOSE * max(1.0, float(want.abs().max()))
    if gap(got, want) <= tolerance:
        return
    message = said(
        "The gradient with respect to `{name}` is wrong. Is the sum detached at some step? Then no "
        "gradient reaches what came before.",
        name=name,
    )
    if not got.any():
        message = said(
            "There is no gradient with respect to `{name}`: is the sum detached, or the weight "
            "read through .data?",
            name=name,
        )
    raise Failed(message, detail=detail_of(got, want, tolerance))


def _atol(dtype: torch.dtype) -> float:
    return 1e-9 if dtype == torch.float64 else 1e-5


def learns(student: Student, ctx: Context) -> Passed:
    """Ask whether a trained NADE learns digits; of one that does not, whether its units differ."""
    try:
        return learns_digits(student, ctx, NADE)
    except Failed as failed:
        state = student.construct("NADE", num_dims=4, hidden=3).state_dict()
        into, out = state["in_weight"], state["out_weight"]
        alike = bool((into == into[:1]).all()) and bool((out == out[:, :1]).all())
        hint = ALIKE if alike else ""
        raise Failed(listed([failed.message, hint]), essential=failed.essential) from None
