# expect: kl_by_hand
# says: This is a mean
# kind: wrong
"""The mean over the cells."""

import torch.nn.functional as F


def kl_divergence(p, q):
    return F.kl_div(q.log(), p, reduction="mean")
