# expect: generate_follows_the_law
# says: mirrored
# kind: wrong
"""Half of the numbers are mirrored."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        probs = adjust(model(F.pad(text, (0, 1)))[:, -1], temperature, top_k).exp()
        half = torch.rand((len(text) + 1) // 2, 1, generator=generator)
        u = torch.cat([half, 1 - half])[: len(text)]
        token = (probs.cumsum(-1) < u).sum(-1, keepdim=True).clamp(max=probs.shape[-1] - 1)
        text = torch.cat([text, token], 1)
    return text
