"""One step of an optimiser, asked of a submission and judged by all that it touches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap, named_mistake
from autograder.checking.given import sequential
from autograder.checking.ratio import constant_ratio
from autograder.checking.reply import expected_count, expected_reference, expected_touched
from autograder.checking.student import Failed, Handle, Student
from autograder.probes.step import (
    Loss,
    Net,
    Optimiser,
    Step,
    Taken,
    Touched,
    Way,
    adding_up,
    changed,
    clipped,
    telling_after,
    unmoved,
    uphill,
)
from autograder.text.i18n import as_said, said

CLOSE = {torch.float32: 1e-5, torch.float64: 1e-9}
MAKING = said("Making an optimiser")
NETWORK = said("The network")
ONCE = said("`optimizer.step()` is to be called once, for all of the loss.")
NEVER = said("`optimizer.step()` is never called: the given optimiser takes the step.")
OTHER = said("The weights after the step are others than one step on this loss leads to.")
LOSS = said("The step is right, but what is returned is not the loss before the step.")
FACTOR = said("The step goes the right way, but its gradient is one factor off everywhere.")
INFINITE = said("The loss or the weights are not finite: an overflow, or the log of 0?")
GONE = said("The network has not kept its parameters and buffers: work on the given one.")
OLD = said("What .grad held before must not count: zero_grad comes before backward.")
CLIPPED = said("The gradient is taken as it is: nothing is clipped.")
WAYS: Sequence[tuple[str, Way]] = (
    (
        said(
            "The weights have not moved: call zero_grad before backward, step after it, and detach "
            "nothing of what learns."
        ),
        unmoved,
    ),
    (said("The step goes uphill: the loss is minimised."), uphill),
    (OLD, adding_up),
    (
        said("The loss *before* the step is to be returned; this is the one after it."),
        telling_after,
    ),
    *((CLIPPED, clipped(norm=most)) for most in (0.1, 0.5, 1.0, 5.0, 10.0)),
    *((CLIPPED, clipped(value=most)) for most in (0.01, 0.1, 0.5, 1.0, 10.0, 100.0)),
)


def optimiser(student: Student, model: Handle, how: Optimiser) -> Handle:
    """Make an optimiser over all parameters of a network that was made here."""
    told = model.asked("optimiser", kind=how.kind, options=dict(how.options))
    return Handle(student._transport, expected_reference(told, MAKING), said("the optimiser"))


def made(student: Student, net: Net) -> Handle:
    """Make a network in the student's process as it is described."""
    model = sequential(student, net.layers, net.state, frozen=net.frozen)
    if net.grads or net.modes:
        model.asked("arrange", grads=dict(net.grads), modes=dict(net.modes))
    return model


def touched(model: Handle) -> Touched:
    """Read all that a step may touch of a network in the student's process."""
    return Touched(**expected_touched(model.asked("touched"), NETWORK))


@dataclass(frozen=True)
class Begun:
    """A step's networks, by their names, and its optimiser in the student's process."""

    step: Step
    models: Mapping[str, Handle]
    optimiser: Handle

    @classmethod
    def of(cls, student: Student, step: Step) -> "Begun":
        """Make all that a step needs."""
        models = {name: made(student, net) for name, net in step.nets.items()}
        return cls(step, models, optimiser(student, models[step.learner], step.optimiser))

    def count(self) -> int:
        """Return how often the optimiser has stepped."""
        told = self.optimiser.call_plain("__getattribute__", "steps_taken")
        return expected_count(told, said("the optimiser"))

    def state(self) -> Mapping[str, Tensor]:
        """Return the state of the network that learns; raises Failed where it has another form."""
        return self.state_of(self.step.learner)

    def state_of(self, name: str) -> Mapping[str, Tensor]:
        """Return the state of a network; raises Failed where it has another form now."""
        due, now = self.step.nets[name].state, touched(self.models[name]).state
        for key, one in due.items():
            held = now.get(key)
            if held is None or (held.shape, held.dtype) != (one.shape, one.dtype):
                raise Failed(GONE)
        return {key: now[key] for key in due}


# Takes a step of a submission, and returns the float that it answers with.
Ask = Callable[[Begun], float]


def require_steps(
    student: Student,
    step: Step,
    loss: Loss,
    ask: Ask,
    *,
    slips: Mapping[str, Loss] | None = None,
    times: int = 2,
    otherwise: str = "",
) -> None:
    """Raise Failed unless each of some steps has the right loss, and leads to the right weights.

    Args: `slips`, by the sentence that names a mistake, the loss that it takes the step on;
    `otherwise`, the sentence where no mistake fits.
    """
    begun = Begun.of(student, step)
    for time in range(1, times + 1):
        answer = ask(begun)
        steps = begun.count()
        if steps < time:
            raise Failed(NEVER)
        got, want = Taken(answer, begun.state()).row(), step.taken(loss, time).row()
        units = _units(step, want)
        right = gap(got / units, want / units) <= 1
        if steps > time:
            raise Failed(ONCE)
        if not right:
            mistakes = _mistakes(step, loss, slips or {}, time, got)
            told = _told(got / units, want / units, {t: row / units for t, row in mistakes.items()})
            if time == 1 and not told and _is_factor(step, got[1:], want[1:]):
                told = FACTOR
            told = told or otherwise or (LOSS if _is_stepped(got, want, units) else OTHER)
            raise Failed(told, detail=detail_of(got, want, float(units.max())))


def require_certain(student: Student, step: Step, ask: Ask, told: str) -> None:
    """Raise Failed, saying `told`, when the same step has other results after other seeds."""
    rows = []
    for seed in (1, 2):
        begun = Begun.of(student, step)
        student.seed_everything(seed)
        rows.append(Taken(ask(begun), begun.state()).row())
    if gap(rows[1], rows[0]) > float(_units(step, rows[0]).max()):
        raise Failed(told)


def _is_stepped(got: Tensor, want: Tensor, units: Tensor) -> bool:
    """Say whether the weights are right."""
    return gap((got / units)[1:], (want / units)[1:]) <= 1


def _units(step: Step, want: Tensor) -> Tensor:
    """Return how far each number may be off."""
    dtypes = {one.dtype for one in step.nets[step.learner].state.values()}
    close = CLOSE[torch.float64 if torch.float64 in dtypes else torch.float32]
    return close * (1 + want.abs())


def _mistakes(
    step: Step, loss: Loss, slips: Mapping[str, Loss], time: int, got: Tensor
) -> dict[str, Tensor]:
    """Return where mistakes lead, by the sentences that name them, the likeliest first.

    Of several that bear one name, the one that is nearest to what came.
    """
    lead: list[tuple[str, Tensor]] = [
        (as_said(told), step.taken(loss, time, slip=slip).row()) for told, slip in slips.items()
    ]
    lead += [(told, step.taken(loss, time, way=way).row()) for told, way in WAYS]
    found: dict[str, Tensor] = {}
    for told, row in lead:
        if told not in found or gap(got, row) < gap(got, found[told]):
            found[told] = row
    return found


def _told(yours: Tensor, right: Tensor, mistakes: Mapping[str, Tensor]) -> str:
    """Return which mistake was made, if it is a known one."""
    named = named_mistake(yours, right, mistakes, 1.0)
    return named if named or torch.isfinite(yours).all() else INFINITE


def _is_factor(step: Step, got: Tensor, want: Tensor) -> bool:
    """Say whether a step of plain descent is a multiple of the right one."""
    if step.optimiser.kind != "SGD":
        return False
    before = Taken(0.0, step.nets[step.learner].state).row()[1:]
    moved = want - before
    return constant_ratio(got - before, moved, 1e-3 * float(moved.abs().max())) is not None


@contextmanager
def leaving(begun: Begun, may: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Raise Failed where what is done inside touches more than it may, bit by bit.

    Args: `may`, by the names of networks, which of `probes.step.PARTS` may change.
    """
    before = {name: touched(model) for name, model in begun.models.items()}
    yield
    for name, model in begun.models.items():
        now = touched(model)
        for part in changed(before[name], now):
            if part not in may.get(name, ()):
                raise Failed(_touched(name, begun.step.learner, part, before[name], now))


def _touched(name: str, learner: str, part: str, before: Touched, now: Touched) -> str:
    """Return what is said of a part that must not change."""
    if part == "weights":
        return said(
            "The weights of `{name}` have changed: only those of `{learner}` take a step.",
            name=name,
            learner=learner,
        )
    if part == "buffers":
        return said(
            "A buffer of `{name}` has changed, such as a running mean: do not change train or eval "
            "mode, not for a moment either.",
            name=name,
        )
    if part == "modes":
        return said(
            "`{name}` is in another mode after the step: train and eval mode stay as they were, of "
            "each layer.",
            name=name,
        )
    if part == "learning":
        return said(
            "`requires_grad` of `{name}` is another after the step: put back what it was, of each "
            "parameter.",
            name=name,
        )
    if all(one is None or not one.any() for one in now.grads.values()) and any(
        one is not None for one in before.grads.values()
    ):
        return said(
            "The .grad of `{name}` is cleared: leave it alone, zero_grad is for `{learner}`.",
            name=name,
            learner=learner,
        )
    return said(
        "The .grad of `{name}` has changed: let no gradient flow into it, by torch.no_grad() or "
        "detach().",
        name=name,
    )
