# expect: embed_values
# says: float64
# kind: form
"""One-hot in float32."""

import torch
import torch.nn.functional as F


def embed(tokens, table):
    return F.one_hot(tokens, len(table)).float() @ table.float()
