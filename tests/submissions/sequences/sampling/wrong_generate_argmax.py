# expect: generate_uses_its_generator
# says: draws nothing
# kind: wrong
"""The likeliest token."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        best = model(F.pad(text, (0, 1)))[:, -1].argmax(-1, keepdim=True)
        text = torch.cat([text, best], 1)
    return text
