# expect: generate_follows_the_law
# says: never drawn
# kind: law
"""Tokens below one percent never come."""

import torch
import torch.nn.functional as F


@torch.no_grad()
def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    x = prefix
    for t in range(prefix.shape[1], length):
        p = adjust(model(F.pad(x, (0, 1)))[:, -1], temperature, top_k).exp()
        p = torch.where(p < 0.01, 0.0, p)
        x = torch.cat([x, torch.multinomial(p, 1, generator=generator)], 1)
    return x
