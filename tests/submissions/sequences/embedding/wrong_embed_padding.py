# expect: embed_gradient
# says: padding_idx
# kind: case
"""Token 0 as padding."""

import torch
import torch.nn.functional as F


def embed(tokens, table):
    return F.embedding(tokens, table, padding_idx=0)
