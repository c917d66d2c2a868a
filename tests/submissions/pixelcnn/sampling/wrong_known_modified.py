# expect: complete_leaves_its_input
# says: modified
# kind: form
"""Marks what has been drawn as known, in the caller's tensor."""

import torch


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    known = known if known.dim() == 4 else known.repeat(B, C, 1, 1)
    x = x.clone()
    x[~known] = 0
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
                known[:, c, i, j] = True
    return x
