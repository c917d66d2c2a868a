# expect: cosine_values
# says: absolute
# kind: wrong
"""Its absolute value."""

import torch
import torch.nn.functional as F


def cosine(a, b):
    return F.cosine_similarity(a, b, dim=-1).abs()
