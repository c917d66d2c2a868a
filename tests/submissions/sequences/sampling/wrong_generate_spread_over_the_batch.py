# expect: generate_follows_the_law
# says: evenly over the batch
# kind: law
"""Uniform numbers are spread evenly over the batch: each text is right, and knows of the others."""

import torch
import torch.nn.functional as F


@torch.no_grad()
def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    x = prefix
    for t in range(prefix.shape[1], length):
        p = adjust(model(F.pad(x, (0, 1)))[:, -1], temperature, top_k).exp()
        x = torch.cat([x, (p.cumsum(-1) < ((torch.randperm(len(x), generator=generator) + torch.rand(len(x), generator=generator)) / max(len(x), 1))[:, None]).sum(-1, keepdim=True).clamp(max=p.shape[-1] - 1)], 1)
    return x
