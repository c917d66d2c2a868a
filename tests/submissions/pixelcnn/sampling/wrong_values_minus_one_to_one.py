# expect: sample_gives_images sample_in_order sample_channels_in_order sample_follows_the_law complete_keeps_the_known complete_in_order complete_ignores_the_unknown complete_follows_the_law
# says: v / (V - 1)
# kind: wrong
"""Writes values between -1 and 1."""

import torch


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    B, C, H, W = shape
    x = torch.zeros(shape, device=device)
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                x[:, c, i, j] = value.float() / (num_values - 1) * 2 - 1
    return x


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    known = known.expand(B, C, H, W)
    x = x.clone()
    x[~known] = 0
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                value = value.to(x.dtype) / (num_values - 1) * 2 - 1
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
