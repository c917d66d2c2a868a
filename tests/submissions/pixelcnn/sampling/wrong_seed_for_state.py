# expect: sample_uses_its_generator complete_uses_its_generator
# says: its seed says nothing of its state
# kind: generator
"""A child is seeded from the generator's seed, and the generator gets the next seed."""

import torch


def _child(generator):
    if generator is None:
        return None
    child = torch.Generator().manual_seed(generator.initial_seed())
    generator.manual_seed(generator.initial_seed() + 1)
    return child


@torch.no_grad()
def _filled(model, x, known, num_values, generator):
    B, C, H, W = x.shape
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                drawn = torch.multinomial(torch.softmax(logits, dim=1), 1, generator=generator)[
                    :, 0
                ]
                value = drawn.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.zeros(shape, device=device)
    return _filled(model, x, torch.zeros_like(x).bool(), num_values, _child(generator))


def complete(model, x, known, num_values=2, generator=None):
    known = known.expand_as(x)
    x = torch.where(known, x, 0)
    return _filled(model, x, known, num_values, _child(generator))
