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
    ties = _ties(model, state, found)
    gaps = [_gap(model, state, ties, found, x, rows, draw) for _ in range(DIRECTIONS)]
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
    ties: Mapping[str, str],
    found: Mapping[str, Tensor],
    x: Tensor,
    rows: Tensor,
    draw: torch.Generator,
) -> float:
    """Return how far the gradient is from a difference along one direction, relative to both.

    Entries of no gradient stay where they are, unless it is the whole parameter: the `padding_idx`
    of an embedding is kept from learning, and a right model may have one.
    """
    along = {
        name: torch.randn(one.shape, generator=draw, dtype=torch.float64) * _is_moved(one)
        for name, one in found.items()
        if name in state
    }
    claimed = sum(float((found[name] * one).sum()) for name, one in along.items())
    ends = []
    for step in (STEP, -STEP):
        moved = {name: state[name] + step * one for name, one in along.items()}
        tied = {name: moved[own] for name, own in ties.items()}
        model.handle.load_state_dict({**state, **tied, **moved})
        expect = Expect(tuple(rows.shape))
        *before, given = model.given(x)
        ends.append(float((model.handle.forward(given, expect, before=before) * rows).sum()))
    measured = (ends[0] - ends[1]) / (2 * STEP)
    size = max(abs(claimed), abs(measured), 1.0)
    return abs(claimed - measured) / size


def _is_moved(gradient: Tensor) -> Tensor:
    return gradient != 0 if gradient.any() else torch.ones_like(gradient, dtype=torch.bool)


def _ties(
    model: AskedModel, state: Mapping[str, Tensor], found: Mapping[str, Tensor]
) -> Mapping[str, str]:
    """Return under which second names a state_dict holds a parameter, and that one's own name.

    Whatever is loaded, both are the same: a buffer that only begins with the same numbers is not.
    """
    own = {name: state[name] + 1 for name in found if name in state}
    model.handle.load_state_dict({**state, **own})
    now = model.handle.state_dict()
    return {
        second: name
        for second, one in state.items()
        for name in own
        if second not in own and _same(one, state[name]) and _same(now[second], now[name])
    }


def _same(one: Tensor, other: Tensor) -> bool:
    return one.shape == other.shape and torch.equal(one, other)
