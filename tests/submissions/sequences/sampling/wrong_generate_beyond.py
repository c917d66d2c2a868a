# expect: generate_gives_texts
# says: shape
# kind: wrong
"""`length` new tokens."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    for _ in range(length):
        probs = adjust(model(F.pad(text, (0, 1)))[:, -1], temperature, top_k).exp()
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
