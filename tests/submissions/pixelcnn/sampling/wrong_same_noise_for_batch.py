# expect: sample_follows_the_law complete_follows_the_law
# says: batch
# kind: law
"""One random number for all images of the batch."""

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
                u = torch.rand(1, generator=generator)
                value = (probs.cumsum(dim=1)[:, :-1] < u).sum(dim=1)
                x[:, c, i, j] = value.float() / (num_values - 1)
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
                u = torch.rand(1, generator=generator)
                value = (probs.cumsum(dim=1)[:, :-1] < u).sum(dim=1)
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
