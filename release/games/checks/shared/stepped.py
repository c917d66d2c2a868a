"""One step of an optimiser that was worked out by hand."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from autograder.checking.compare import detail_of, gap, named_mistake
from autograder.checking.models.step_mistakes import AFTER, FACTOR, LOSS, OTHER
from autograder.checking.models.steps import (
    Ask,
    Begun,
    leaving,
    loss_forgiven,
    loss_form,
    require_certain,
    require_count,
)
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.probes.step import Step, Taken

CLOSE = 1e-5


def require_by_hand(
    student: Student, name: str, step: Step, ask: Ask, want: Tensor, slips: Slips, certain: str
) -> None:
    """Raise Failed unless the loss, and the weights that learn, are as by hand, in one row.

    Args: `certain`, what is said where the same step, taken again, leads elsewhere.
    """
    begun = Begun.of(student, step)
    loss = ask(begun)
    require_count(begun, 1)
    got = loss_forgiven(student, name, Taken(loss, begun.state()).row(), want)
    if gap(got, want) > CLOSE:
        told = named_mistake(got, want, evaluated(slips, got, want, (), {}), CLOSE)
        if not told:
            require_certain(student, step, ask, certain)
        right = gap(got[1:], want[1:]) <= CLOSE
        told = told or (LOSS if right else _otherwise(step, got, want))
        form = loss_form(name) if told in (LOSS, AFTER) else None
        raise Failed(told, detail=detail_of(got, want, CLOSE), scale=form)


def _otherwise(step: Step, got: Tensor, want: Tensor) -> str:
    """Return what is said of weights that none of the usual mistakes leads to."""
    before = Taken(float(want[0]), step.nets[step.learner].state).row()
    right_loss, right_way = gap(got[:1], want[:1]) <= CLOSE, (got - before) * (want - before) > 0
    return FACTOR if right_loss and bool(right_way[1:].all()) else OTHER


def require_stays(student: Student, step: Step, ask: Ask, may: Mapping[str, Sequence[str]]) -> None:
    """Raise Failed where a step moves the weights of another network, or fills its `.grad`."""
    begun = Begun.of(student, step)
    with leaving(begun, may, ("weights", "grads")):
        ask(begun)
