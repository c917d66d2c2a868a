# expect: cosine_by_hand
# says: angle
# kind: wrong
"""The angle."""

import torch
import torch.nn.functional as F


def cosine(a, b):
    return F.cosine_similarity(a, b, dim=-1).clamp(-1, 1).acos()
