# expect: sample_follows_the_law complete_follows_the_law
# says: Unlikely values come too often
# kind: law
"""One percent of uniform draws, so that nothing is impossible."""

import torch


@torch.no_grad()
def _filled(model, x, known, num_values, generator):
    B, C, H, W = x.shape
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = 0.99 * torch.softmax(logits, dim=1) + 0.01 / num_values
                drawn = torch.multinomial(probs, 1, generator=generator)[:, 0]
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
