# expect: jensen_shannon_by_hand
# says: half their sum
# kind: wrong
"""m is the sum."""

import torch


def jensen_shannon(p, q):
    m = p + q
    to_p = (torch.xlogy(p, p) - torch.xlogy(p, m)).sum()
    to_q = (torch.xlogy(q, q) - torch.xlogy(q, m)).sum()
    return (to_p + to_q) / 2
