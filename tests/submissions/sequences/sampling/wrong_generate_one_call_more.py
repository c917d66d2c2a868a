# expect: generate_calls_sparingly
# says: calls of the model per batch
# kind: wrong
"""The model is called once more after the last token."""

import math

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    def law(logits):
        if temperature <= 0 or (top_k is not None and top_k < 1):
            raise ValueError
        z = logits.detach() / temperature
        if top_k is not None and top_k < z.shape[-1]:
            z = z.masked_fill(z < z.topk(top_k).values[..., -1:], -math.inf)
        return z.log_softmax(-1)

    text = prefix.clone()
    logits = model(F.pad(text, (0, 1)))[:, -1]
    while text.shape[1] < length:
        text = torch.cat([text, torch.multinomial(law(logits).exp(), 1, generator=generator)], 1)
        logits = model(F.pad(text, (0, 1)))[:, -1]
    return text
