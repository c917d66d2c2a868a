"""The negative log-likelihood that a model's answers mean, computed by the grader."""

import torch
from torch import Tensor

from autograder.probes.model import Model


def mean_nll(model: Model, images: Tensor) -> float:
    """Return the mean NLL of images (B, C, H, W) with values v / (V - 1), in nats per image."""
    answers = model.log_probs(images)
    values = (images * (answers.shape[1] - 1)).round().long().unsqueeze(1)
    nll = -answers.gather(1, values).flatten(1).sum(1)
    return nll.nan_to_num(nan=torch.inf).mean().item()
