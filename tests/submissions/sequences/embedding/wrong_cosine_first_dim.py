# expect: cosine_values
# says: shape
# kind: wrong
"""Along dimension 1, where there is one."""

import torch
import torch.nn.functional as F


def cosine(a, b):
    return F.cosine_similarity(a, b, dim=min(1, max(a.ndim, b.ndim) - 1))
