"""Do a model's probabilities of all data sum to one?"""

import torch

from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.response import responding
from autograder.checking.student import Failed, Student
from autograder.probes.normalisation import mass
from autograder.text.i18n import said


def mass_is_one(student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator) -> None:
    """Add up the probabilities of all data of a tiny layout, after optimiser steps.

    Raises Failed where they do not sum to one, ValueError where there are more than 2^14 data.
    """
    grid, words = plan.layout.grid, plan.layout.words
    found = mass(
        responding(lambda: kind.born(student, plan, draw, single=True).after_steps(draw), draw),
        grid,
    )
    if not found.one:
        message = words.mass(kind.name, grid.num_values**grid.size)
        detail = said("They sum to {number}.", number=f"{found.total:.6g}")
        raise Failed(message, detail=detail, essential=True)
