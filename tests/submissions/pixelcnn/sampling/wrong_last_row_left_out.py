# expect: sample_in_order sample_follows_the_law
# says: follow
# kind: case
"""The loop over rows ends one row too early."""

import torch


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    _, C, H, W = shape
    x = torch.zeros(shape, device=device)
    for i in range(H - 1):
        for j in range(W):
            for c in range(C):
                probs = model(x)[:, :, c, i, j].softmax(1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                x[:, c, i, j] = value.float() / (num_values - 1)
    return x
