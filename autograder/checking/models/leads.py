"""How a finding about a model that leaks begins."""

from autograder.checking.models.asked import AskedModel
from autograder.text.i18n import said

ONCE = said(
    "At first nothing leaked. That happens when a mask is applied once, as the layer is built, "
    "and the optimiser undoes it: apply it in every forward pass."
)


def leaks(model: AskedModel) -> str:
    """Say that a model leaks."""
    return said("`{name}` leaks.", name=model.name)


def leaks_after_steps(model: AskedModel) -> str:
    """Say that a model leaks once it has been trained a little."""
    return said(
        "`{name}` leaks after {steps} optimiser steps.", name=model.name, steps=model.plan.steps
    )


def leaks_at_size(model: AskedModel) -> str:
    """Say that a model leaks at the course's size, though not on smaller data of the kind."""
    return said(
        "`{name}` leaks at {size}, though not on smaller data.",
        name=model.name,
        size=model.layout.sized,
    )
