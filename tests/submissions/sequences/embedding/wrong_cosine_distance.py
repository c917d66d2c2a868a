# expect: cosine_by_hand
# says: 1 − cosine
# kind: wrong
"""A distance."""

import torch
import torch.nn.functional as F


def cosine(a, b):
    return 1 - F.cosine_similarity(a, b, dim=-1)
