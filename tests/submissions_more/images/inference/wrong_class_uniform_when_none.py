# expect: class_posterior_values
# says: Without `rows`
# kind: case
"""rows=None is one row less."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def class_posterior(models, x, log_prior, rows=None):
    rows = x.shape[2] - 1 if rows is None else rows
    each = torch.stack([prefix_log_prob(m, x, rows) for m in models], 1)
    return (each + log_prior).log_softmax(1)
