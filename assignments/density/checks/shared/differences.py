"""Gradients by parameters whose names and shapes are the student's own, against differences."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.student import Failed, Handle, NoGradient
from autograder.text.i18n import said

from .mass import asked_log_prob

HIDDEN = True  # never released

ENTRIES = 40  # of all parameters, drawn by the secret
STEP = 1e-6
# Differences in float64 are good to some 1e-9. Where a hook or a mask hides a weight, its gradient
# has no effect, whatever it is.
FELT, CLOSE = 1e-7, 1e-5
NONE = said("The result of `log_prob` has no gradient: is it detached, or under no_grad?")


def require_gradients(model: Handle, x: Tensor, ctx: Context, why: str) -> None:
    """Raise Failed unless `log_prob` has the gradients that central differences show.

    Args: `x`, rows (B, D) in float64; `why`, the sentence for gradients that differ.
    """
    rows = ctx.randn(len(x), dtype=torch.float64)
    state = {k: one for k, one in model.state_dict().items() if isinstance(one, Tensor)}
    try:
        found = model.parameter_gradients("log_prob", x, cotangent=rows)
    except NoGradient:
        raise Failed(NONE) from None
    places = [(name, i) for name in found if name in state for i in range(found[name].numel())]
    chosen = torch.randperm(len(places), generator=ctx.stream)[:ENTRIES].tolist()
    for name, entry in (places[place] for place in chosen):
        slope = _difference(model, state, (name, entry), x, rows)
        got = model.scales.corrected("log_prob", found[name]).flatten()[entry]
        if abs(slope) > FELT and not abs(float(got) - slope) <= CLOSE * max(1.0, abs(slope)):
            raise Failed(why)
    model.load_state_dict(state)


def _difference(
    model: Handle, state: Mapping[str, Tensor], at: tuple[str, int], x: Tensor, rows: Tensor
) -> float:
    """Return how Σ rows · log_prob(x) changes with one entry of one parameter."""
    name, entry = at
    ends = []
    for step in (STEP, -STEP):
        moved = state[name].clone()
        moved.view(-1)[entry] += step
        model.load_state_dict({**state, name: moved})
        ends.append(asked_log_prob(model, x).should_have_shape(len(x)).double() @ rows)
    return float(ends[0] - ends[1]) / (2 * STEP)


def largest(gradients: Sequence[Tensor]) -> float:
    """Return the largest entry of several gradients."""
    return max((float(one.abs().max()) for one in gradients if one.numel()), default=0.0)
