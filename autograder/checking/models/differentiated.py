"""Do the gradients of a model's answers reach all its parameters? Against measured slopes."""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.checking.models.asked import AskedModel, ModelClass, Plan
from autograder.checking.student import Expect, Failed, NoGradient, Student
from autograder.text.i18n import listed, said

DIRECTIONS = 5  # in which all parameters move at once; the middle one decides, see below
STEP = 1e-6
CLOSE = 1e-5  # relative; a difference in float64 is good to some 1e-9 of it
DATA = 4


def reaches_parameters(
    student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator, hint: str = ""
) -> None:
    """Ask whether gradients by all parameters are the slopes of what the model answers.

    Of models that take float64. Drawn directions move all parameters at once; where a kink lies
    within 1e-6, one of the five may be off, so that the middle one decides. `hint` says where to
    look.
    """
    model = kind.born(student, plan, draw)
    if model.dtype != torch.float64:
        return
    x = model.grid.images(model.grid.draw(DATA, draw))
    shape = plan.layout.answer_shape(DATA)
    rows = torch.randn(shape, generator=draw, dtype=torch.float64)
    try:
        found = model.handle.parameter_gradients("__call__", *model.given(x), cotangent=rows)
    except NoGradient:
        message = said("The logits of `{name}` have no gradient: is it detached?", name=kind.name)
        raise Failed(listed([message, hint])) from None
    state = {k: one for k, one in model.handle.state_dict().items() if isinstance(one, Tensor)}
    gaps = [_gap(model, state, found, x, rows, draw) for _ in range(DIRECTIONS)]
    model.handle.load_state_dict(state)
    if sorted(gaps)[DIRECTIONS // 2] > CLOSE:
        message = said(
            "The gradients of `{name}` are not the slopes of what it computes: something is "
            "detached on the way, so that training cannot reach back.",
            name=kind.name,
        )
        raise Failed(listed([message, hint]))


def _gap(
    model: AskedModel,
    state: Mapping[str, Tensor],
    found: Mapping[str, Tensor],
    x: Tensor,
    rows: Tensor,
    draw: torch.Generator,
) -> float:
    """Return how far the gradient is from a difference along one direction, relative to both."""
    along = {
        name: torch.randn(one.shape, generator=draw, dtype=torch.float64)
        for name, one in found.items()
        if name in state
    }
    claimed = sum(float((found[name] * one).sum()) for name, one in along.items())
    ends = []
    for step in (STEP, -STEP):
        moved = {name: state[name] + step * one for name, one in along.items()}
        model.handle.load_state_dict({**state, **_shared(state, moved), **moved})
        expect = Expect(tuple(rows.shape))
        *before, given = model.given(x)
        ends.append(float((model.handle.forward(given, expect, before=before) * rows).sum()))
    measured = (ends[0] - ends[1]) / (2 * STEP)
    size = max(abs(claimed), abs(measured), 1.0)
    return abs(claimed - measured) / size


def _shared(state: Mapping[str, Tensor], moved: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    """Return the moved values of parameters that a state_dict holds under a second name, too."""
    return {
        name: moved[own]
        for name, one in state.items()
        for own in moved
        if name not in moved and one.shape == state[own].shape and torch.equal(one, state[own])
    }
