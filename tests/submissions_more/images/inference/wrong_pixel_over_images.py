# expect: pixel_posterior_by_hand
# says: over images
# kind: wrong
"""Normalised over images."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def pixel_posterior(model, x, place):
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        tried = x.clone()
        tried[(slice(None), *place)] = v / (V - 1)
        scores.append(prefix_log_prob(model, tried, x.shape[2]))
    return torch.stack(scores, 1).log_softmax(0)
