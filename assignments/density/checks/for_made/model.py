"""How the MADE of a student is built, trained a little, and asked."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.leaks import Leak
from autograder.checking.models.sampler import Sampler
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Handle, Student
from autograder.probes.rows import Rows
from autograder.text.i18n import listed, said

from ..shared.draws import Drawing, require_rows, usual_slips
from ..shared.learned import NOT_LEARNED, learns_digits
from ..shared.nats import forward, require_large
from ..shared.orders import drawn_order
from ..shared.sample_form import require_sample_form

HIDDEN = True  # never released

PATH = said(
    "A path leads from a dimension to its own prediction, or from a later one: multiply the masks "
    "of all layers, and look for units that are mixed elsewhere (a norm, a softmax)."
)
HINTS = {
    Leak.ORDER_IGNORED: said("The order has no effect."),
    Leak.ORDER_INVERTED: said("Degrees are those of the inverse order."),
    Leak.BACKWARDS: said("The order is walked from its end."),
}
STRICT = said("Strict in hidden layers, too: the dimension just before is never seen.")
ALL_EARLIER = said(
    "Each logit depends on all earlier dimensions: look for masks that hide too much."
)
PROBABILITIES = said("forward gives logits, not probabilities: all of its numbers are from 0 to 1.")
RATE, BATCH = 0.01, 32
LARGE = 2_500.0  # times N(0, 1), for weights of a model without hidden layers


def _arguments(plan: Plan) -> Mapping[str, Any]:
    layout = plan.layout
    sizes = (plan.hidden,) * plan.layers
    return {"num_dims": layout.grid.size, "hidden_sizes": sizes, "order": layout.order}


MADE = ModelClass("MADE", _arguments, loss="log_prob", hints=HINTS)


def built(
    student: Student, ctx: Context, order: Tensor, sizes: tuple[int, ...], dtype: torch.dtype
) -> Handle:
    """Construct a MADE in eval mode and in a dtype, the global generators seeded."""
    student.seed_everything(ctx.between(0, 1 << 30))
    model = student.construct("MADE", num_dims=len(order), hidden_sizes=sizes, order=order)
    model.mode(dtype=dtype)
    return model


def trained(model: Handle, rows: Tensor, steps: int) -> Handle:
    """Train a model a little on rows (N, D), and leave it in eval mode."""
    model.train(rows, loss="log_prob", steps=steps, batch_size=BATCH, lr=RATE)
    model.mode()
    return model


def correlated(ctx: Context, num_dims: int, count: int = 300) -> Tensor:
    """Draw rows (N, D) of bits that are mostly the same as one coin, each in its own direction."""
    coin, turned = ctx.bernoulli(count, 1), ctx.bernoulli(1, num_dims)
    return (coin + turned + ctx.bernoulli(count, num_dims, p=0.15)) % 2


@contextmanager
def leaks_named() -> Iterator[None]:
    """Add to what is said of a leak where to look; in another order it is none."""
    try:
        yield
    except Failed as failed:
        if failed.essential is False:
            raise
        message = listed([failed.message, PATH])
        raise Failed(message, detail=failed.detail, essential=failed.essential) from None


def is_in_order(ask: Callable[[], object]) -> bool:
    """Ask about leaks, and say whether there are none; in another order it is still causal."""
    try:
        with leaks_named():
            ask()
    except Failed as failed:
        if failed.essential is not False:
            raise
        return False
    return True


def require_large_logits(student: Student, ctx: Context, dtype: torch.dtype) -> None:
    """Raise Failed unless `log_prob` is right by the model's own logits, some as large as 1e4."""
    model = built(student, ctx, drawn_order(5, ctx.stream), (), dtype)
    names, x = set(model.parameter_gradients("log_prob", _rows(ctx, dtype))), _rows(ctx, dtype)
    state = model.state_dict()
    # What is no parameter, such as a mask, stays as it is.
    large = {
        name: LARGE * ctx.randn(*state[name].shape, dtype=dtype) for name in names & set(state)
    }
    model.load_state_dict({**state, **large})
    require_large(model, x, forward(model, x))


def _rows(ctx: Context, dtype: torch.dtype) -> Tensor:
    return ctx.bernoulli(6, 5, dtype=dtype)


def require_sample_forms(student: Student, ctx: Context) -> None:
    """Raise WrongForm unless samples have the dtype of the parameters and require no grad."""
    for dtype in (torch.float32, torch.float64):
        model = built(student, ctx, torch.arange(4), (8,), dtype)
        require_sample_form(Sampler(model, "sample", Rows.of(4)), dtype)


def require_samples(
    student: Student, ctx: Context, sizes: tuple[int, ...], rows: Tensor, steps: int
) -> None:
    """Raise Failed, naming the mistake, unless samples follow the law that `forward` states."""
    order = drawn_order(rows.shape[1], ctx.stream)
    model = trained(built(student, ctx, order, sizes, torch.float32), rows, steps)
    drawing = Drawing(lambda x: forward(model, x.float()), tuple(order.tolist()))
    sampler = Sampler(model, "sample", Rows(drawing.order))
    generator = student.generator(ctx.between(0, 1 << 30))
    require_rows(
        lambda count: sampler.draw(count, generator, num_samples=count),
        drawing.law,
        _draw_slips(drawing, order),
        drawing.chances(drawing.right),
    )


def _draw_slips(drawing: Drawing, order: Tensor) -> Callable[[], SlipAnswers]:
    def slips() -> SlipAnswers:
        walked, chances = drawing.walked, drawing.chances
        return {
            **usual_slips(drawing),
            "The order holds for samples, too.": chances(walked(range(len(order)))),
            "order[t] is the dimension of step t; you used the step of dimension t.": (
                chances(walked(order.argsort().tolist()))
            ),
            "The order is walked from its end.": chances(walked(order.flip(0).tolist())),
            "Column d must hold dimension d: put the bits back.": drawing.permuted(),
        }

    return slips


def learns(student: Student, ctx: Context) -> Passed:
    """Ask whether a trained MADE learns digits; of one that does not, whether it gives logits."""
    try:
        return learns_digits(student, ctx, MADE, NOT_LEARNED)
    except Failed as failed:
        order = torch.arange(6)
        model = built(student, ctx, order, (16,), torch.float32)
        logits = forward(model, ctx.bernoulli(64, 6))
        hint = PROBABILITIES if bool(((logits >= 0) & (logits <= 1)).all()) else ""
        raise Failed(listed([failed.message, hint]), essential=failed.essential) from None
