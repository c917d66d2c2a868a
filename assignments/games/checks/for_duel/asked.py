"""Both steps of a submission, asked with networks and optimisers of ours."""

import math
from collections.abc import Mapping
from typing import Any

from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.compare import detail_of, gap, named_mistake
from autograder.checking.floats import float_of
from autograder.checking.models.step_mistakes import FACTOR, LOSS, OTHER
from autograder.checking.models.steps import (
    Begun,
    leaving,
    loss_forgiven,
    loss_form,
    require_certain,
    require_count,
)
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.probes.step import Step
from autograder.text.i18n import said

from ..shared.figures import row

UNDEFINED = said('"kl" is never NaN. Where a centre is not hit, 0·log 0 is 0 here.')
FLOAT = said("The loss before the step was asked for, as a Python float: loss.item().")
CERTAIN = said(
    "The same step has another result when it is taken again: the fakes are the generator's answer "
    "to the given noise, and nothing else is drawn."
)
CLOSE = 1e-5
# What each step may touch.
MAY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "discriminator_step": {"discriminator": ("weights", "grads")},
    "generator_step": {"generator": ("weights", "grads"), "discriminator": ("grads",)},
}


def stepped(student: Student, name: str, begun: Begun, **given: Tensor | str) -> float:
    """Ask for a step, and return the loss that it answers with."""
    told = plain_by_name(student, name, **begun.models, optimizer=begun.optimiser, **given)
    return float_of(student, name, told, FLOAT)


def require_by_hand(
    student: Student, name: str, step: Step, want: Tensor, slips: Slips, **given: Any
) -> None:
    """Raise Failed unless the loss, and the one weight that learns, are as by hand."""

    def ask(begun: Begun) -> float:
        return stepped(student, name, begun, **given)

    begun = Begun.of(student, step)
    loss = ask(begun)
    require_count(begun, 1)
    got = loss_forgiven(student, name, row(loss, float(begun.state()["0.weight"])), want)
    if gap(got, want) > CLOSE:
        told = named_mistake(got, want, evaluated(slips, got, want, (), {}), CLOSE)
        if not told:
            require_certain(student, step, ask, CERTAIN)
        right = gap(got[1:], want[1:]) <= CLOSE
        told = told or (LOSS if right else _otherwise(step, got, want))
        form = loss_form(name) if right else None
        raise Failed(told, detail=detail_of(got, want, CLOSE), scale=form)


def _otherwise(step: Step, got: Tensor, want: Tensor) -> str:
    """Return what is said of a weight that none of the usual mistakes leads to."""
    begin = float(step.nets[step.learner].state["0.weight"])
    on_its_way = (float(got[1]) - begin) * (float(want[1]) - begin) > 0
    return FACTOR if on_its_way else OTHER


def require_stays(student: Student, name: str, step: Step, **given: Any) -> None:
    """Raise Failed where a step moves the weights of the other network, or fills its `.grad`."""
    begun = Begun.of(student, step)
    with leaving(begun, MAY[name], ("weights", "grads")):
        stepped(student, name, begun, **given)


def require_defined(answer: object) -> None:
    """Raise Failed where a divergence is NaN, whatever else is wrong."""
    kl = answer.get("kl") if isinstance(answer, dict) else None
    if isinstance(kl, float) and math.isnan(kl):
        raise Failed(UNDEFINED)
