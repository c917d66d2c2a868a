# expect: generate_in_order
# says: as in libraries
# kind: wrong
"""The last row of the text as it stands."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        given = text if text.shape[1] else torch.zeros(len(text), 1, dtype=torch.int64)
        probs = adjust(model(given)[:, -1], temperature, top_k).exp()
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
