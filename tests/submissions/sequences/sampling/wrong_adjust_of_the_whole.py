# expect: adjust_values
# says: whole tensor
# kind: case
"""The k largest of the whole tensor."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature or top_k")

    if top_k is not None and top_k < logits.shape[-1]:
        least = logits.flatten().topk(top_k).values[-1]
        logits = logits.masked_fill(logits < least, -torch.inf)
    return (logits / temperature).log_softmax(-1)
