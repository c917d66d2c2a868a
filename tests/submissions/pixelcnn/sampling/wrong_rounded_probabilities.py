# expect: sample_follows_the_law
# says: never drawn
# kind: law
"""Probabilities below a tenth are cut off, and the rest is scaled up."""

import torch


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    _, C, H, W = shape
    x = torch.zeros(shape, device=device)
    for i in range(H):
        for j in range(W):
            for c in range(C):
                probs = model(x)[:, :, c, i, j].softmax(1)
                probs = torch.where(probs < 0.1, 0, probs)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                x[:, c, i, j] = value.float() / (num_values - 1)
    return x
