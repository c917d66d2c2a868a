"""All noise is drawn before the first pixel; gradients stay on, and the result is detached."""

import torch


def _run(model, x, known, num_values, generator):
    B, C, H, W = x.shape
    u = torch.rand((H, W, C, B, 1), generator=generator, dtype=torch.float64)
    levels = torch.linspace(0, 1, num_values, dtype=x.dtype)
    for i in range(H):
        for j in range(W):
            for c in range(C):
                edges = model(x).double()[:, :, c, i, j].softmax(dim=1).cumsum(dim=1)
                index = torch.searchsorted(edges.contiguous(), u[i, j, c].clone()).squeeze(1)
                drawn = levels[index.clamp(max=num_values - 1)]
                keep = known[:, c, i, j]
                x = x.clone()
                x[:, c, i, j] = keep * x[:, c, i, j] + ~keep * drawn
    return x.detach()


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.zeros(shape, device=device)
    return _run(model, x, x > 1, num_values, generator)


def complete(model, x, known, num_values=2, generator=None):
    known = known.expand(x.shape)
    start = torch.zeros_like(x)
    start[known] = x[known]
    return _run(model, start, known, num_values, generator)
