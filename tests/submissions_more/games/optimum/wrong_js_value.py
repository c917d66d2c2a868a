# expect: jensen_shannon_by_hand
# says: That is the value of the game
# kind: wrong
"""2 JS - log 4."""

import math

import torch


def jensen_shannon(p, q):
    m = (p + q) / 2
    to_p = (torch.xlogy(p, p) - torch.xlogy(p, m)).sum()
    to_q = (torch.xlogy(q, q) - torch.xlogy(q, m)).sum()
    return to_p + to_q - math.log(4)
