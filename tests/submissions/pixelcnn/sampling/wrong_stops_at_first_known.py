# expect: complete_in_order complete_uses_its_generator
# says: drawn
# kind: case
"""Stops at the first pixel that is known everywhere, taking the rest for known."""

import torch


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    known = known.expand(B, C, H, W)
    x = x.clone()
    x[~known] = 0
    for i in range(H):
        for j in range(W):
            for c in range(C):
                if known[:, c, i, j].all() and (i, j) != (0, 0):
                    return x
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
