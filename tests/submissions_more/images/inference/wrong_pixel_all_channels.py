# expect: pixel_posterior_values
# says: not all of the pixel
# kind: wrong
"""All channels of the pixel are set."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def pixel_posterior(model, x, place):
    V = model(x).shape[1]
    scores = []
    for v in range(V):
        tried = x.clone()
        tried[:, :, place[1], place[2]] = v / (V - 1)
        scores.append(prefix_log_prob(model, tried, x.shape[2]))
    return torch.stack(scores, 1).log_softmax(1)
