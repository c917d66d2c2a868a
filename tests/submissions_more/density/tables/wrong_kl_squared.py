# expect: kl_by_hand
# says: other numbers
# kind: wrong
"""The squared distance of the logarithms."""

import torch
import torch.nn.functional as F
from torch import nn


def kl_divergence(p, q):
    return (p * (p.log() - q.log()) ** 2).nan_to_num().sum()
