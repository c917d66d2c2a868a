# expect: generate_in_order
# says: first text of the batch
# kind: wrong
"""All follow the law of the first text."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        probs = adjust(model(F.pad(text[:1], (0, 1)))[:, -1], temperature, top_k).exp()
        new = torch.multinomial(probs[0], len(text), replacement=True, generator=generator)
        text = torch.cat([text, new[:, None]], 1)
    return text
