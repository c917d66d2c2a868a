# expect: generate_gives_texts
# says: at least one token
# kind: wrong
"""The model is called with no token."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        probs = adjust(model(text)[:, -1], temperature, top_k).exp()
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
