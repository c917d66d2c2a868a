"""One step of an optimiser, asked of a submission and judged by all that it touches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap
from autograder.checking.given import sequential
from autograder.checking.models.step_mistakes import AFTER, INFINITE, LOSS, OTHER, mistake_of
from autograder.checking.reply import expected_count, expected_reference, expected_touched
from autograder.checking.student import Failed, Handle, Student
from autograder.probes.step import PARTS, Loss, Net, Optimiser, Step, Taken, Touched, changed
from autograder.text.i18n import said

CLOSE = {torch.float32: 1e-5, torch.float64: 1e-9}
MAKING = said("Making an optimiser")
NETWORK = said("The network")
ONCE = said("`optimizer.step()` is to be called once, for all of the loss.")
NEVER = said("`optimizer.step()` is never called: the given optimiser takes the step.")
GONE = said("The network has not kept its parameters and buffers: work on the given one.")


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
    name: str,
    step: Step,
    loss: Loss,
    ask: Ask,
    *,
    slips: Mapping[str, Loss] | None = None,
    times: int = 2,
    otherwise: str = "",
) -> None:
    """Raise Failed unless each of some steps has the right loss, and leads to the right weights.

    Where the loss alone is wrong, that costs points once, in the first check that meets it.
    Args: `name`, of the function that takes the step; `slips`, by the sentence that names a
    mistake, the loss that it takes the step on; `otherwise`, the sentence where no mistake fits.
    """
    begun = Begun.of(student, step)
    for time in range(1, times + 1):
        answer = ask(begun)
        require_count(begun, time)
        want = step.taken(loss, time).row()
        got = loss_forgiven(student, name, Taken(answer, begun.state()).row(), want)
        units = _units(step, want)
        if gap(got / units, want / units) > 1:
            told = mistake_of(step, loss, slips or {}, time, got, units)
            told = otherwise if told == INFINITE and otherwise else told
            stepped = gap((got / units)[1:], (want / units)[1:]) <= 1
            told = told or otherwise or (LOSS if stepped else OTHER)
            detail = detail_of(got, want, float(units.max()))
            raise Failed(
                told, detail=detail, scale=loss_form(name) if told in (LOSS, AFTER) else None
            )


def require_count(begun: Begun, due: int) -> None:
    """Raise Failed unless the optimiser has stepped so often."""
    steps = begun.count()
    if steps != due:
        raise Failed(NEVER if steps < due else ONCE)


def loss_form(name: str) -> tuple[str, float]:
    """Return under what it is remembered that a step returns another number than its loss."""
    return f"{name}: the loss", 1.0


def loss_forgiven(student: Student, name: str, got: Tensor, want: Tensor) -> Tensor:
    """Return a row whose first number is right, where a wrong one has cost points before."""
    if loss_form(name)[0] not in student.scales.by_name:
        return got
    return torch.cat([want[:1], got[1:]])


def require_certain(student: Student, step: Step, ask: Ask, told: str) -> None:
    """Raise Failed, saying `told`, when the same step has other results after other seeds."""
    rows = []
    for seed in (1, 2):
        begun = Begun.of(student, step)
        student.seed_everything(seed)
        rows.append(Taken(ask(begun), begun.state()).row())
    if gap(rows[1], rows[0]) > float(_units(step, rows[0]).max()):
        raise Failed(told)


def _units(step: Step, want: Tensor) -> Tensor:
    """Return how far each number may be off."""
    dtypes = {one.dtype for one in step.nets[step.learner].state.values()}
    close = CLOSE[torch.float64 if torch.float64 in dtypes else torch.float32]
    return close * (1 + want.abs())


@contextmanager
def leaving(
    begun: Begun, may: Mapping[str, Sequence[str]], parts: Sequence[str] = PARTS
) -> Iterator[None]:
    """Raise Failed where what is done inside touches more than it may, bit by bit.

    Args: `may`, by the names of networks, which of `probes.step.PARTS` may change; `parts`, which
    of them are looked at.
    """
    before = {name: touched(model) for name, model in begun.models.items()}
    yield
    for name, model in begun.models.items():
        now = touched(model)
        for part in changed(before[name], now):
            if part in parts and part not in may.get(name, ()):
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
