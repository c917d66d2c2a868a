"""Images of float64 inside, uniform numbers of float32 and torch.searchsorted."""

import torch


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    start = torch.full(shape, -1.0, dtype=torch.float64, device=device)
    nothing = torch.zeros(shape, dtype=torch.bool, device=device)
    return complete(model, start, nothing, num_values, generator).float()


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    grid = torch.linspace(0, 1, num_values, dtype=torch.float64)
    known = known | torch.zeros_like(x, dtype=torch.bool)
    inner = x.double().masked_fill(~known, -1)
    for row in range(x.size(2)):
        for column in range(x.size(3)):
            for channel in range(x.size(1)):
                place = (..., channel, row, column)
                scores = model(inner)[place]
                scores -= scores.logsumexp(1, keepdim=True)
                steps = scores.exp().cumsum(1)
                steps[:, -1] = 1
                u = torch.rand(len(x), 1, generator=generator).to(steps)
                value = grid[torch.searchsorted(steps, u).squeeze(1)]
                inner[place] = torch.where(known[place], inner[place], value)
    return torch.where(known, x, inner.to(x.dtype))
