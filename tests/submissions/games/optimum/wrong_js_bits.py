# expect: jensen_shannon_by_hand
# says: Nats were asked for
# kind: unit
"""In bits."""

import math

import torch


def jensen_shannon(p, q):
    m = (p + q) / 2
    kl = torch.xlogy(p, p) - torch.xlogy(p, m) + torch.xlogy(q, q) - torch.xlogy(q, m)
    return kl.sum() / 2 / math.log(2)
