# expect: nll_by_channel_values
# says: too cheap
# kind: numerics
"""An epsilon in the logarithm of a softmax."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def nll_by_channel(logits, x):
    p = torch.softmax(logits, 1).gather(1, x.unsqueeze(1)).squeeze(1)
    return -(p + 1e-8).log().sum((2, 3))
