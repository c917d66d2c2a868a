"""Completion starts at the first unknown place and stops after the last one."""

import torch


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    unknown = ~known.expand(B, C, H, W)
    x = torch.where(unknown, torch.zeros_like(x), x)
    anywhere = unknown.any(dim=0).permute(1, 2, 0)  # (H, W, C): nonzero() comes in the order
    for i, j, c in anywhere.nonzero().tolist():
        probs = model(x)[:, :, c, i, j].softmax(dim=1)
        value = torch.multinomial(probs, 1, generator=generator).squeeze(1).to(x.dtype)
        which = unknown[:, c, i, j]
        x[which, c, i, j] = value[which] / (num_values - 1)
    return x
