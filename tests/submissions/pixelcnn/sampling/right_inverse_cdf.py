"""One uniform number per pixel, compared with the cumulative probabilities."""

import torch


def _draw(logits, generator):
    cdf = logits.double().softmax(dim=1).cumsum(dim=1)
    u = torch.rand(len(logits), 1, generator=generator, dtype=torch.float64, device=logits.device)
    return (u >= cdf[:, :-1]).sum(dim=1)


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    B, C, H, W = shape
    x = torch.zeros(shape, device=device)
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                value = _draw(logits, generator)
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
                value = _draw(logits, generator)
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
