# expect: adjust_values
# says: temperature
# kind: wrong
"""Temperatures below 0.1 are refused."""

import math


def adjust(logits, temperature=1.0, top_k=None):
    if temperature < 0.1:
        raise ValueError("temperature too low")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k")
    z = logits / temperature
    if top_k is not None and top_k < z.shape[-1]:
        z = z.masked_fill(z < z.topk(top_k).values[..., -1:], -math.inf)
    return z.log_softmax(-1)
