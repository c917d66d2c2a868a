# expect: generate_in_order
# says: one answer
# kind: wrong
"""One call, all tokens."""

import torch
import torch.nn.functional as F


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    begun = prefix.shape[1]
    if begun == length:
        return prefix
    logits = model(F.pad(prefix, (0, length - begun)))[:, begun:]
    probs = adjust(logits, temperature, top_k).exp()
    new = torch.multinomial(probs.flatten(0, 1), 1, generator=generator)
    return torch.cat([prefix, new.view(len(prefix), -1)], 1)
