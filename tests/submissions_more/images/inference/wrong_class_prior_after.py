# expect: class_posterior_by_hand
# says: before normalising
# kind: wrong
"""The prior is added after normalising."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def class_posterior(models, x, log_prior, rows=None):
    rows = x.shape[2] if rows is None else rows
    each = torch.stack([prefix_log_prob(m, x, rows) for m in models], 1)
    return each.log_softmax(1) + log_prior
