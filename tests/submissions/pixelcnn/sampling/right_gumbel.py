"""The Gumbel trick; known pixels are skipped, and all noise is drawn beforehand."""

import torch


def _gumbel(shape, generator, device):
    u = torch.rand(shape, generator=generator, device=device, dtype=torch.float64)
    return -torch.log(-torch.log(u.clamp(1e-300, 1 - 1e-16)))


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    nothing = torch.zeros(shape[2:], dtype=torch.bool, device=device)
    x = torch.zeros(shape, dtype=torch.float32, device=device)
    return complete(model, x, nothing, num_values, generator)


def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    noise = _gumbel((num_values, B, C, H, W), generator, x.device)
    known = known.broadcast_to(x.shape)
    out = torch.where(known, x, torch.full_like(x, 0.5)).detach()
    for i, j, c in torch.cartesian_prod(*map(torch.arange, (H, W, C))).tolist():
        free = ~known[:, c, i, j]
        if not free.any():
            continue
        with torch.no_grad():
            logits = model(out)[:, :, c, i, j].T
        value = (logits + noise[:, :, c, i, j]).argmax(dim=0)
        out[free, c, i, j] = value[free].to(x.dtype) / (num_values - 1)
    return out
