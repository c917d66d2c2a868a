"""A cascade of coins: is it value 0, else 1, else 2, …; all in float64."""

import torch


@torch.no_grad()
def _filled(model, x, known, num_values, generator):
    B, C, H, W = x.shape
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                left = logits.double().softmax(dim=1)
                drawn = torch.full((B,), num_values - 1)
                waiting = torch.ones(B, dtype=torch.bool)
                for v in range(num_values - 1):
                    chance = (left[:, v] / left[:, v:].sum(dim=1)).nan_to_num(1.0).clamp(0, 1)
                    hit = torch.bernoulli(chance, generator=generator).bool() & waiting
                    drawn[hit], waiting = v, waiting & ~hit
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
