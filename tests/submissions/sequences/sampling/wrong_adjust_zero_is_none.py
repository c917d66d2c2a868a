# expect: adjust_errors
# says: ValueError
# kind: form
"""top_k = 0 keeps all."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0:
        raise ValueError("temperature")
    if top_k and top_k < 0:
        raise ValueError("top_k")
    if top_k and top_k < logits.shape[-1]:
        logits = logits.masked_fill(logits < logits.topk(top_k).values[..., -1:], -torch.inf)
    return (logits / temperature).log_softmax(-1)
