# expect: generate_in_order
# says: small number added
# kind: wrong
"""A small number is added to all probabilities."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        probs = adjust(model(F.pad(text, (0, 1)))[:, -1], temperature, top_k).exp() + 0.02
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
