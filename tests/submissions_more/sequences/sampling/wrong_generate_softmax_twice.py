# expect: generate_follows_the_law
# says: softmax is taken twice
# kind: wrong
"""A softmax of probabilities."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        probs = adjust(model(F.pad(text, (0, 1)))[:, -1], temperature, top_k).exp()
        probs = probs.masked_fill(probs == 0, -torch.inf).softmax(-1)
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
