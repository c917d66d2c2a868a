# expect: kl_by_hand
# says: other numbers
# kind: wrong
"""Terms are made positive before they are added up."""

import torch
import torch.nn.functional as F
from torch import nn


def kl_divergence(p, q):
    terms = torch.where(p > 0, p * (p.clamp_min(1e-300).log() - q.log()), 0)
    return terms.abs().sum()
