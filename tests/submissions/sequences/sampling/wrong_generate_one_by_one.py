# expect: generate_calls_sparingly
# says: more than length calls
# kind: form
"""A call for each text."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.shape[1] < length:
        rows = [model(F.pad(one[None], (0, 1)))[0, -1] for one in text]
        probs = adjust(torch.stack(rows), temperature, top_k).exp()
        text = torch.cat([text, torch.multinomial(probs, 1, generator=generator)], 1)
    return text
