"""Does a model look at its input at all? A constant is causal, repeatable and normalised, too."""

from collections.abc import Callable

import torch

from autograder.checking.models.asked import AskedModel
from autograder.checking.student import Failed
from autograder.probes.causality import bases
from autograder.probes.model import distance, tolerance

INPUTS = 8  # dark, bright, and of mixed densities
BIRTHS = 3  # a right model of few rectifiers may be dead at birth


def responds(model: AskedModel, generator: torch.Generator) -> bool:
    """Say whether a model gives other log-probabilities to some of eight unlike inputs."""
    images = model.grid.images(bases(model.grid, INPUTS, generator))
    answers = model.log_probs(images)
    return distance(answers[1:], answers[:1]).max().item() > tolerance(model.dtype, answers)


def responding(build: Callable[[], AskedModel], generator: torch.Generator) -> AskedModel:
    """Return the first of three models that looks at its input; raises Failed when none does.

    Args: `build` gives a model after optimiser steps, each time from other initial weights.
    """
    for _ in range(BIRTHS):
        model = build()
        if responds(model, generator):
            return model
    raise Failed(model.words.gives_same(model.name))
