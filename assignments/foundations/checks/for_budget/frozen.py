"""Freezing a larger network, whatever was frozen before, and taking steps of what is left."""

from collections.abc import Mapping, Sequence
from functools import partial

import torch
from torch import Tensor

from autograder.checking.arguments import same
from autograder.checking.calls import plain_by_name
from autograder.checking.check import Context
from autograder.checking.given import learning, sequential
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said

from ..shared.figures import require_figures
from ..shared.precision import tolerance
from .model import FLAGS, OTHER, returned, state_of, stepped
from .nets import DROPS, NORMS, SIZES, Net, drawn_net, place_of

HIDDEN = True  # never released

ORDER = said("Parameters come in the order of model.parameters().")
TENSORS = said("Count children, not tensors.")
LAST = said("It is the *last* ones that train.")
SKIPPED = said(
    "A batch normalisation has parameters, too, and so has a network within the network."
)
PART = said("A child trains as a whole: count the children of `model`, not what lies within them.")
NONE = said("None: all children train.")
MORE = said("Where `last` is more than there are, all children train.")
EVERY = said("Sets every `requires_grad`: what was frozen before may train now, and back.")
KEPT = said("`freeze` sets `requires_grad` alone: parameters and buffers stay as they are.")
MOVED = said("A frozen parameter moved.")
RUNNING = said("Frozen, but its running mean moved: eval mode.")
PLAIN = said(
    "Other numbers than a step of plain gradient descent gives: p − rate · gradient, without "
    "momentum, decay or another optimiser."
)
OLD = said("Old `.grad` was added: set it to None first.")


def require_freezing(student: Student, ctx: Context) -> None:
    """Raise Failed unless `freeze` does its work for every `last` and whatever was frozen."""
    net = drawn_net(ctx, NORMS, torch.float64)
    names = net.parameters
    some = names[1::3] + names[-1:]
    for frozen in ((), tuple(names), tuple(some)):
        for last in SIZES:
            model = sequential(student, NORMS, net.state, frozen=frozen)
            kept = returned(model, student.construct("freeze", model=model, last=last))
            want = net.trained(last)
            if list(kept) != want:
                told = EVERY if frozen else _told(net, list(kept), want, last)
                raise Failed(told, essential=sorted(kept) != sorted(want))
            if learning(model) != {name: name in want for name in names}:
                raise Failed(EVERY if frozen else FLAGS)
            now = state_of(model, net.state)
            if not all(same(one, now[name]) for name, one in net.state.items()):
                raise Failed(KEPT)


def _told(net: Net, names: list[str], want: list[str], last: int | None) -> str:
    """Return which mistake returns these names."""
    every = net.parameters
    if sorted(names) == sorted(want):
        return ORDER
    if last is None or last > len(net.children):
        return NONE if last is None else MORE
    if names == every[-last:]:
        return TENSORS
    if names and names == every[: len(names)]:
        return LAST
    places = sorted({place_of(name) for name in names})
    if names != [name for name in every if place_of(name) in places]:
        return PART
    suffix = not places or places == net.children[-len(places) :]
    return OTHER if suffix else SKIPPED


def require_still(student: Student, ctx: Context) -> None:
    """Raise Failed when a step moves a bit of what is frozen."""
    net = drawn_net(ctx, NORMS, torch.float32)
    for last in SIZES:
        for train in (True, False):
            model = sequential(student, NORMS, net.state)
            model.mode(train=train)
            _step(student, model, net, last, 0.1)
            now = state_of(model, net.state)
            for name in net.frozen(last):
                if not same(net.state[name], now[name]):
                    if name in net.parameters:
                        raise Failed(MOVED)
                    raise Failed(RUNNING, essential=False)  # it trains what it should


def require_steps(student: Student, ctx: Context, dtype: torch.dtype) -> None:
    """Raise Failed unless two steps have the right loss each, and lead to the right state."""
    some = (1, 2, 3, None) if dtype == torch.float64 else (2, None)
    for layers in (NORMS, DROPS):
        net = drawn_net(ctx, layers, dtype)
        for last in some:
            model, rate = sequential(student, layers, net.state), 0.05 + 0.2 * float(ctx.rand(1))
            model.mode(train=False)
            state = net.state
            for _ in range(2):
                answer = _step(student, model, net, last, rate)
                want = _row(*net.stepped(last, rate, state))
                got = stepped(student, answer, model, state)
                slips = partial(step_slips, net, last, rate, state)
                require_figures(got, want, (), slips, tolerance(dtype), otherwise=PLAIN)
                state = state_of(model, state)


def require_old_gone(student: Student, ctx: Context) -> None:
    """Raise Failed where a step depends on what `.grad` held before."""
    net = drawn_net(ctx, NORMS, torch.float64)
    for last in (2, None):
        rows = []
        for grads in (False, True):
            model = sequential(student, NORMS, net.state, grads=grads)
            rows.append(stepped(student, _step(student, model, net, last, 0.1), model, net.state))
        if not torch.allclose(rows[0], rows[1], rtol=1e-9, atol=1e-9):
            raise Failed(OLD)


def _step(student: Student, model: Handle, net: Net, last: int | None, rate: float) -> object:
    named = {"x": net.x, "labels": net.labels, "learning_rate": rate}
    return plain_by_name(student, "finetune_step", model=model, last=last, **named)


def step_slips(net: Net, last: int | None, rate: float, state: Mapping[str, Tensor]) -> SlipAnswers:
    """Return what mistakes of `finetune_step` lead to, the loss and the state in one row."""
    first, own = net.first(last), set(net.children)
    count = len(net.layers)

    def by(modes: Sequence[bool], factor: float = 1.0) -> Tensor:
        return _row(*net.stepped(last, factor * rate, state, modes))

    right = [place >= first for place in range(count)]
    return {
        "From the first trained child on, all run in train mode: here they run in eval mode.": by(
            [False] * count
        ),
        "Children before the first trained one run in eval mode, the others in train mode, also "
        "those without parameters.": by([now and n in own for n, now in enumerate(right)]),
        "Children before the first trained one run in eval mode: here they run in train mode.": by(
            [True] * count
        ),
        "The mean over rows was asked for: the step is that of the sum.": by(
            right, float(len(net.labels))
        ),
        "The step goes uphill: subtract the gradient.": by(right, -1.0),
        "The model has not changed: work on the given one.": by(right, 0.0),
    }


def _row(loss: float, state: dict[str, Tensor]) -> Tensor:
    return torch.cat([torch.tensor([loss]), *(one.flatten() for one in state.values())]).double()
