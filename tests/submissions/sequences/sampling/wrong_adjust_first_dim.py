# expect: adjust_values
# says: over another one
# kind: wrong
"""A softmax over dimension 1, of those there are."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature or top_k")

    if top_k is not None and top_k < logits.shape[-1]:
        logits = logits.masked_fill(logits < logits.topk(top_k).values[..., -1:], -torch.inf)
        return (logits / temperature).log_softmax(-1)
    return (logits / temperature).log_softmax(max(0, logits.ndim - 2) if len(logits) > 1 else -1)
