# expect: prefix_log_prob_values
# says: cut off
# kind: numerics
"""Probabilities are clamped."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def prefix_log_prob(model, x, rows):
    p = model(x).softmax(1).clamp_min(1e-8)
    values = (x * (p.shape[1] - 1)).round().long()
    return p.gather(1, values[:, None])[:, 0, :, :rows].log().sum((1, 2, 3))
