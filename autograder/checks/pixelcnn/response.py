"""Does a model look at its input at all? A constant is causal, repeatable and normalised, too."""

import torch

from autograder.checks.pixelcnn.asked import Asked
from autograder.probes.causality import bases
from autograder.probes.model import distance, tolerance
from autograder.student import Failed

IMAGES = 8  # dark, bright, and of mixed densities


def require_response(model: Asked, generator: torch.Generator, name: str) -> None:
    """Raise Failed when a trained model gives the same log-probabilities to unlike images."""
    images = model.grid.images(bases(model.grid, IMAGES, generator))
    answers = model.log_probs(images)
    if distance(answers[1:], answers[:1]).max().item() <= tolerance(model.dtype, answers):
        raise Failed(
            f"`{name}` gives every image the same logits, even after optimiser steps: it looks at "
            f"nothing, so there is nothing here to ask. Check that `forward` passes x through "
            f"all the layers, and that no mask hides everything."
        )
