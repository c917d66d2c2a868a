# expect: nll_by_channel_values
# says: mean over the batch
# kind: wrong
"""The default reduction, for each channel."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def nll_by_channel(logits, x):
    per = [F.cross_entropy(logits[:, :, c], x[:, c]) * x[0, 0].numel() for c in range(x.shape[1])]
    return torch.stack(per).expand(len(x), -1)
