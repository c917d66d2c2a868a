# expect: sample_uses_its_generator complete_uses_its_generator
# says: generator
# kind: generator
"""Seeds the global generator with the seed of the given one."""

import torch


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    B, C, H, W = shape
    x = torch.zeros(shape, device=device)
    if generator is not None:
        torch.manual_seed(generator.initial_seed())
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1)[:, 0]
                x[:, c, i, j] = value.float() / (num_values - 1)
    return x


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    known = known.expand(B, C, H, W)
    x = x.clone()
    x[~known] = 0
    if generator is not None:
        torch.manual_seed(generator.initial_seed())
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1)[:, 0]
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
