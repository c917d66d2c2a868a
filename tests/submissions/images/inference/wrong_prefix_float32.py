# expect: prefix_log_prob_keeps_arguments
# says: dtype
# kind: form
"""Always float32."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def prefix_log_prob(model, x, rows):
    logits = model(x)
    values = (x * (logits.shape[1] - 1)).round().long()
    each = -F.cross_entropy(logits, values, reduction="none")
    return each[:, :, :rows].sum((1, 2, 3)).float()
