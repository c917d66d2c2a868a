"""A step of deep Q-learning of a submission, asked with networks and an optimiser of ours."""

from collections.abc import Sequence

from torch import Tensor

from autograder.checking.arguments import require_left_alone
from autograder.checking.calls import plain_by_name
from autograder.checking.floats import float_of
from autograder.checking.given import tensor, value_of
from autograder.checking.models.steps import Ask, Begun
from autograder.checking.student import Student
from autograder.text.i18n import said

NAME = "dqn_step"
PARTS = ("state", "action", "reward", "next_state", "done")
FLOAT = said("The loss before the step was asked for, as a Python float: loss.item().")
CERTAIN = said("The same step has another result when it is taken again: nothing may be drawn.")


def asking(student: Student, batch: Sequence[Tensor], gamma: float) -> Ask:
    """Return what asks for a step; raises Failed where it changes the batch."""

    def ask(begun: Begun) -> float:
        kept = [tensor(student, one) for one in batch]
        given = {**begun.models, "optimizer": begun.optimiser, "batch": tuple(kept)}
        told = plain_by_name(student, NAME, **given, gamma=gamma)
        now = [value_of(one, before) for one, before in zip(kept, batch, strict=True)]
        require_left_alone(NAME, dict(zip(PARTS, batch, strict=True)), now)
        return float_of(student, NAME, told, FLOAT)

    return ask
