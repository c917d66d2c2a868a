# expect: adjust_errors
# says: should raise a ValueError
# kind: form
"""Nothing is refused."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if top_k and 0 < top_k < logits.shape[-1]:
        logits = logits.masked_fill(logits < logits.topk(top_k).values[..., -1:], -torch.inf)
    return (logits / (temperature or 1e-9)).log_softmax(-1)
