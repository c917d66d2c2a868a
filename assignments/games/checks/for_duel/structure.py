"""What a generator and a discriminator may be: any network that answers row by row, and learns.

Networks are asked with drawn weights, since new ones are small and say little.
"""

from collections.abc import Iterator
from contextlib import suppress

import torch
from torch import Tensor

from autograder.checking.arguments import require_left_alone
from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.given import learning
from autograder.checking.student import Expect, Failed, NoGradient, Student, StudentCrashed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

from ..shared.hints import hinted
from .network import KINDS, Network

HIDDEN = True  # never released

CLOSE = 1e-4  # relative to the largest answer, in float32
ROWS = 6
MANY = 80  # other rows, more than are trained on at once
# Signs of answers at drawn weights are fair coins: of 30, all 5 numbers' together, none has one
# side alone but with probability 5 · 2 · 2 ** -30, less than 1e-8.
DRAWN, LARGE = 30, 50.0
UNBOUNDED = 40.0
TWICE = said(
    "The same rows, asked twice, do not have the same answer: no dropout, no noise of its own, no "
    "memory."
)
MODES = said("Train and eval mode do not give the same answer: no dropout, no batch normalisation.")
APART = said(
    "Rows see each other: an answer depends on what else is in the batch. No batch normalisation, "
    "no statistics over the batch."
)
INPUTS = said("One of the numbers of a row never matters to the answer.")
OUTPUTS = said("One of the numbers of a sample is the same whatever the noise.")
LINEAR = said("The network is linear: activations belong between the layers.")
SQUASHED = said("Logits were asked for, no probabilities: nothing at the end, no sigmoid.")
BOUND = said("Samples may be any real numbers: nothing at the end that holds them within bounds.")
BOUND_LOGIT = said("Logits may be any real numbers: nothing at the end that bounds them.")
ONE_SIDE = said("The answer may be any real number: one sign never occurs. No ReLU at the end.")
NO_GRADIENT = said("There is no gradient: nothing may be detached, or computed under no_grad.")
UNREGISTERED = said(
    "There are weights that an optimiser does not find: assign layers to `self`, and keep those in "
    "a list in nn.ModuleList."
)
CUT = said("A parameter that matters has no gradient: nothing may be detached, or frozen.")
NO_SLOPE = said(
    "There is no gradient by the samples: the generator learns through the discriminator, so "
    "detach nothing."
)
DOUBLE = said("It works in float32 alone: in float64, rows come in float64, too.")


def drawn(network: Network, ctx: Context, scale: float = 1.0) -> dict[str, object]:
    """Load drawn weights into a network, and return the whole state."""
    state = network.handle.state_dict()
    for name in learning(network.handle):
        one = state.get(name)
        if isinstance(one, Tensor) and one.is_floating_point():
            gain = scale * (2 / one[0].numel() ** 0.5 if one.ndim > 1 else 0.5)
            state[name] = (gain * ctx.randn(*one.shape)).to(one.dtype)
    network.handle.load_state_dict(state)
    return state


def networks(student: Student, ctx: Context, name: str, count: int) -> Iterator[Network]:
    """Build a network of drawn sizes, and yield it so often, each time with other weights."""
    inputs, outputs = ctx.different(2, 2, 5)
    network = KINDS[name].built(student, inputs, outputs)
    for _ in range(count):
        drawn(network, ctx)
        yield network


def _differ(one: Tensor, other: Tensor) -> bool:
    return gap(one, other) > CLOSE * (1 + float(other.abs().max()))


def require_sizes(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless sizes are as asked, by default and by place, for one row, too."""
    kind = KINDS[name]
    for inputs, outputs, args in ((2, 2, ()), (3, 4, (3, 8, 4)), (1, 1, (1, 1, 1))):
        given = (inputs, 8)[: len(args)] if kind.logits else args
        network = Network(student.construct(kind.name, *given), kind, inputs, outputs)
        for rows in (1, 5):
            network.raw(ctx.randn(rows, inputs), finite=True)


def require_precise(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless a network of float64 answers in float64, as it does in float32."""
    (network,) = networks(student, ctx, name, 1)
    x = ctx.randn(ROWS, network.inputs)
    single = network.answers(x)
    network.handle.mode(dtype=torch.float64)
    with hinted(DOUBLE):
        double = network.raw(x.double(), dtype=torch.float64).view(ROWS, -1)
    if _differ(double, single):
        raise Failed(DOUBLE)


def require_repeatable(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless the same rows have the same answer, in both modes, and are kept."""
    for network in networks(student, ctx, name, 2):
        x, others = ctx.randn(ROWS, network.inputs), ctx.randn(ROWS, network.inputs)
        first = network.answers(x)
        for train in (True, False, True):
            network.handle.mode(train=train)
            again = network.answers(x)
            network.answers(others)
            if _differ(network.answers(x), again):
                raise Failed(TWICE)
            if _differ(again, first):
                raise Failed(MODES)
        shape = (len(x),) if network.kind.logits else (len(x), network.outputs)
        told = network.handle.call_watched("__call__", x, expect=Expect(shape))
        require_left_alone(network.kind.name, {"x": x}, told.arguments)


def require_apart(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless each row is answered as if it were alone, in both modes."""
    for network in networks(student, ctx, name, 2):
        x = ctx.randn(ROWS, network.inputs)
        for train in (True, False):
            network.handle.mode(train=train)
            first = network.answers(x)
            for others in (3, MANY):
                company = torch.cat([50 * ctx.randn(others, network.inputs), x.flip(0)])
                if _differ(network.answers(company)[others:].flip(0), first):
                    raise Failed(APART)
            if _differ(_alone(network, x, first), first):
                raise Failed(APART)


def _alone(network: Network, x: Tensor, first: Tensor) -> Tensor:
    """Return answers to rows one by one; what has another shape then, another check asks."""
    try:
        with hinted(APART):
            return torch.cat([network.answers(row[None]) for row in x])
    except WrongForm:
        return first


def require_inputs(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless each input moves an answer, and each output is moved by some."""
    seen: dict[str, Tensor] = {}
    for network in networks(student, ctx, name, 4):
        x = ctx.randn(ROWS, network.inputs)
        first = network.answers(x)
        floor = 1e-6 * (1 + float(first.abs().max()))
        moved = [
            (network.answers(x + 3.0 * (torch.arange(network.inputs) == place)) - first).abs()
            for place in range(network.inputs)
        ]
        matters = torch.stack(moved).amax(1) > floor
        seen["all"] = seen.get("all", torch.zeros_like(matters)) | matters
    if not seen["all"].any(1).all():
        raise Failed(INPUTS)
    if not seen["all"].any(0).all():
        raise Failed(OUTPUTS)


def require_bent(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed where f(u + v) − f(u) − f(v) + f(0) is zero, as of a linear network."""
    for network in networks(student, ctx, name, 4):
        u, v = 3 * ctx.randn(2, ROWS, network.inputs)
        parts = [network.answers(one) for one in (u + v, u, v, torch.zeros_like(u))]
        bend = parts[0] - parts[1] - parts[2] + parts[3]
        if float(bend.abs().max()) > 1e-3 * max(float(one.abs().max()) for one in parts):
            return
    raise Failed(LINEAR)


def require_range(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed where answers are bounded, or have one sign alone."""
    found = []
    for place, network in enumerate(networks(student, ctx, name, DRAWN)):
        if place >= DRAWN // 2:
            drawn(network, ctx, LARGE)
        found.append(network.answers(3 * ctx.randn(ROWS, network.inputs)))
    answers = torch.cat(found)
    low, high = float(answers.amin(0).max()), float(answers.amax(0).min())
    if KINDS[name].logits and float(answers.min()) >= 0 and float(answers.max()) <= 1:
        raise Failed(SQUASHED)
    if not (float(answers.abs().amax(0).min()) > UNBOUNDED):
        raise Failed(BOUND_LOGIT if KINDS[name].logits else BOUND)
    if low >= 0 or high <= 0:
        raise Failed(ONE_SIDE)


def require_learning(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless an optimiser finds all that matters, and gradients reach it."""
    reached: set[str] = set()
    for network in networks(student, ctx, name, 3):
        x = ctx.randn(ROWS, network.inputs)
        row = ctx.randn(ROWS) if network.kind.logits else ctx.randn(ROWS, network.outputs)
        if not learning(network.handle):
            raise Failed(UNREGISTERED)
        try:
            slopes = network.handle.parameter_gradients("__call__", x, cotangent=row)
        except NoGradient:
            raise Failed(NO_GRADIENT) from None
        reached |= {one for one, slope in slopes.items() if slope.any()}
    _require_reached(network, ctx, reached)
    _require_registered(student, network, ctx)
    if network.kind.logits:
        _require_slope(network, x)


def _require_reached(network: Network, ctx: Context, reached: set[str]) -> None:
    x, state = ctx.randn(ROWS, network.inputs), network.handle.state_dict()
    first = network.answers(x)
    for name in set(learning(network.handle)) - reached:
        network.handle.load_state_dict({**state, name: 2 * state[name] + 1})
        if _differ(network.answers(x), first):
            raise Failed(CUT)
    network.handle.load_state_dict(state)


def _require_registered(student: Student, network: Network, ctx: Context) -> None:
    """Raise Failed where the same state in another network does not give the same answers."""
    student.seed_everything(ctx.between(0, 1 << 30))
    twin = network.kind.built(student, network.inputs, network.outputs)
    with suppress(StudentCrashed):  # another check asks whether a state can be loaded
        twin.handle.load_state_dict(network.handle.state_dict())
    x = ctx.randn(ROWS, network.inputs)
    if _differ(twin.answers(x), network.answers(x)):
        raise Failed(UNREGISTERED)


def _require_slope(network: Network, x: Tensor) -> None:
    answer = network.handle.call("__call__", x)
    answer.should_have_shape(len(x))
    try:
        (slope,) = answer.gradient(0).tensors()
    except Failed:
        raise Failed(NO_SLOPE) from None
    if not slope.any():
        raise Failed(NO_SLOPE)
