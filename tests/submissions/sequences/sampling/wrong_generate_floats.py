# expect: generate_gives_texts
# says: int64
# kind: form
"""Floats."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = torch.zeros(len(prefix), length)
    text[:, : prefix.shape[1]] = prefix
    for t in range(prefix.shape[1], length):
        probs = adjust(model(text.long())[:, t], temperature, top_k).exp()
        text[:, t] = torch.multinomial(probs, 1, generator=generator)[:, 0]
    return text
