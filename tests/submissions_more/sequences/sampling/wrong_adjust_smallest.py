# expect: adjust_by_hand
# says: the smallest are kept
# kind: wrong
"""The k smallest."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature or top_k")

    if top_k is not None and top_k < logits.shape[-1]:
        least = logits.topk(top_k, largest=False).values[..., -1:]
        logits = logits.masked_fill(logits > least, -torch.inf)
    return (logits / temperature).log_softmax(-1)
