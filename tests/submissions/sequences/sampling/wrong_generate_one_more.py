# expect: generate_follows_the_law
# says: one more is
# kind: wrong
"""One token too many is kept."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        kept = None if top_k is None else top_k + 1
        probs = adjust(model(F.pad(text, (0, 1)))[:, -1], temperature, kept).exp()
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
