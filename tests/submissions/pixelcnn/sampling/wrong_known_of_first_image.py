# expect: complete_keeps_the_known complete_in_order complete_ignores_the_unknown complete_follows_the_law
# says: image
# kind: case
"""The mask of the first image and channel is used for all."""

import torch


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    known = known.expand(B, C, H, W)[:1, :1].expand(B, C, H, W)
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
    return x
