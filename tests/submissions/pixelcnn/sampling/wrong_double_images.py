# expect: sample_gives_images
# says: float32
# kind: form
"""sample gives float64."""

import torch


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    B, C, H, W = shape
    x = torch.zeros(shape, device=device, dtype=torch.float64)
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                x[:, c, i, j] = value.double() / (num_values - 1)
    return x
