# expect: sample_gives_images
# says: grad
# kind: form
"""A straight-through draw: the images carry the graph of the whole model."""

import torch


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    B, C, H, W = shape
    x = torch.zeros(shape, device=device)
    x.requires_grad_()
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                x = x.clone()
                x[:, c, i, j] = value.float() / (num_values - 1)
    return x
