# expect: ensemble_by_hand
# says: mean probability
# kind: wrong
"""The median of the log-probabilities."""

import torch
import torch.nn.functional as F
from torch import nn


def ensemble_log_prob(models, x):
    return torch.stack([model.log_prob(x) for model in models]).median(0).values
