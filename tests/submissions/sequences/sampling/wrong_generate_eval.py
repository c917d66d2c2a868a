# expect: generate_takes_any_callable
# says: any callable
# kind: wrong
"""The model is put in eval mode, as if it were a module."""

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

    model.eval()
    text = prefix.clone()
    while text.shape[1] < length:
        p = law(model(F.pad(text, (0, 1)))[:, -1]).exp()
        text = torch.cat([text, torch.multinomial(p, 1, generator=generator)], 1)
    return text
