# expect: generate_uses_its_generator
# says: Pass
# kind: wrong
"""The generator is ignored."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        probs = adjust(model(F.pad(text, (0, 1)))[:, -1], temperature, top_k).exp()
        text = torch.cat([text, torch.multinomial(probs, 1)], 1)
    return text
