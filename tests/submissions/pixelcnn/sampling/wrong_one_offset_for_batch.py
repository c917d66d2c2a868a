# expect: sample_follows_the_law complete_follows_the_law
# says: Every image needs its own
# kind: law
"""One uniform number, moved on by the golden ratio from image to image."""

import torch


def _uniform(count, generator):
    start = torch.rand(1, generator=generator).double()
    return ((start + 0.6180339887498949 * torch.arange(count)) % 1).unsqueeze(1)


@torch.no_grad()
def _filled(model, x, known, num_values, generator):
    B, C, H, W = x.shape
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits.double(), dim=1)
                u = _uniform(B, generator)
                drawn = (probs.cumsum(dim=1)[:, :-1] < u).sum(dim=1)
                value = drawn.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.zeros(shape, device=device)
    return _filled(model, x, torch.zeros_like(x).bool(), num_values, generator)


def complete(model, x, known, num_values=2, generator=None):
    known = known.expand_as(x)
    x = torch.where(known, x, 0)
    return _filled(model, x, known, num_values, generator)
