"""Both steps of a submission, asked with networks and optimisers of ours."""

from collections.abc import Mapping
from typing import Any

from autograder.checking.calls import plain_by_name
from autograder.checking.floats import float_of
from autograder.checking.models.steps import Ask, Begun
from autograder.checking.student import Student
from autograder.text.i18n import said

FLOAT = said("The loss before the step was asked for, as a Python float: loss.item().")
CERTAIN = said(
    "The same step has another result when it is taken again: the fakes are the generator's answer "
    "to the given noise, and nothing else is drawn."
)
# What each step may touch.
MAY: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "discriminator_step": {"discriminator": ("weights", "grads")},
    "generator_step": {"generator": ("weights", "grads"), "discriminator": ("grads",)},
}


def stepped(student: Student, name: str, begun: Begun, **given: Any) -> float:
    """Ask for a step, and return the loss that it answers with."""
    told = plain_by_name(student, name, **begun.models, optimizer=begun.optimiser, **given)
    return float_of(student, name, told, FLOAT)


def asking(student: Student, name: str, **given: Any) -> Ask:
    """Return what asks for a step, once its networks are made."""
    return lambda begun: stepped(student, name, begun, **given)
