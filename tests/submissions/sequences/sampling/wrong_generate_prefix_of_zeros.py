# expect: generate_in_order
# says: does not see the prefix
# kind: wrong
"""The model sees a text that begins anew."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    begun = prefix.shape[1]
    text = prefix
    while text.shape[1] < length:
        logits = model(F.pad(text[:, begun:], (0, 1)))[:, -1]
        probs = adjust(logits, temperature, top_k).exp()
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
