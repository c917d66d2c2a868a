"""Does a model look at its input at all? A constant is causal, repeatable and normalised, too."""

from collections.abc import Callable

import torch

from autograder.checking.student import Failed
from autograder.probes.causality import bases
from autograder.probes.model import distance, tolerance

from .asked import Asked

IMAGES = 8  # dark, bright, and of mixed densities
# A right model of few rectifiers may be dead at birth: see DEAD in stack.py.
BIRTHS = 3


def responds(model: Asked, generator: torch.Generator) -> bool:
    """Say whether a model gives other log-probabilities to some of eight unlike images."""
    images = model.grid.images(bases(model.grid, IMAGES, generator))
    answers = model.log_probs(images)
    return distance(answers[1:], answers[:1]).max().item() > tolerance(model.dtype, answers)


def responding(build: Callable[[], Asked], generator: torch.Generator, name: str) -> Asked:
    """Return the first of three models that looks at its input; raises Failed when none does.

    Args: `build` gives a model after optimiser steps, each time from other initial weights.
    """
    for _ in range(BIRTHS):
        model = build()
        if responds(model, generator):
            return model
    raise Failed(
        f"`{name}` gives every image the same logits, even after optimiser steps: it looks at "
        f"nothing, so there is nothing here to ask. Check that `forward` passes x through "
        f"all the layers, and that no mask hides everything."
    )
