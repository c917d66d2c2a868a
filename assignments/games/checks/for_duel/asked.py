"""Both steps of a submission, asked with networks and optimisers of ours."""

from collections.abc import Mapping

from torch import Tensor

from autograder.checking.calls import plain_by_name
from autograder.checking.compare import detail_of, gap, named_mistake
from autograder.checking.floats import float_of
from autograder.checking.models.steps import LOSS, ONCE, OTHER, Begun, leaving
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.probes.step import Step
from autograder.text.i18n import said

from ..shared.figures import row

FLOAT = said("The loss before the step was asked for, as a Python float: loss.item().")
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
    student: Student, name: str, step: Step, want: Tensor, slips: Slips, **given: Tensor | str
) -> None:
    """Raise Failed unless loss, the weight that learns and the other one are as by hand."""
    begun = Begun.of(student, step)
    with leaving(begun, MAY[name]):
        loss = stepped(student, name, begun, **given)
        (other,) = set(begun.models) - {step.learner}
        weights = [float(begun.state_of(one)["0.weight"]) for one in (step.learner, other)]
        got = row(loss, *weights)
        if begun.count() > 1:
            raise Failed(ONCE)
        if gap(got, want) > 1e-5:
            told = named_mistake(got, want, evaluated(slips, got, want, (), {}), 1e-5)
            told = told or (LOSS if abs(weights[0] - float(want[1])) <= 1e-5 else OTHER)
            raise Failed(told, detail=detail_of(got, want, 1e-5))
