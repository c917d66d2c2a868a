# expect: adjust_by_hand
# says: sum to one
# kind: wrong
"""Logits, cut and divided."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature or top_k")

    out = logits / temperature
    if top_k is not None and top_k < logits.shape[-1]:
        out = out.masked_fill(out < out.topk(top_k).values[..., -1:], -torch.inf)
    return out
