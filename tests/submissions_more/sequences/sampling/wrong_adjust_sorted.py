# expect: adjust_by_hand
# says: these are sorted
# kind: wrong
"""The values of topk, padded."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature or top_k")

    if top_k is not None and top_k < logits.shape[-1]:
        best = logits.topk(top_k).values
        rest = torch.full_like(logits[..., top_k:], -torch.inf)
        logits = torch.cat([best, rest], -1)
    return (logits / temperature).log_softmax(-1)
