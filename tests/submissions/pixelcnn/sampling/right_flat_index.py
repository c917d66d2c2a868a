"""One loop over all places, and a look-up table of the values; starts from noise."""

import torch


def _places(C, H, W):
    for t in range(C * H * W):
        pixel, c = divmod(t, C)
        yield (c, *divmod(pixel, W))


def _fill(model, x, free, num_values, generator):
    values = torch.arange(num_values, dtype=x.dtype, device=x.device) / (num_values - 1)
    for c, i, j in _places(*x.shape[1:]):
        if free[:, c, i, j].any():
            log_p = model(x)[:, :, c, i, j].log_softmax(1)
            drawn = values[torch.multinomial(log_p.exp(), 1, generator=generator).squeeze(1)]
            x[:, c, i, j] = torch.where(free[:, c, i, j], drawn, x[:, c, i, j])
    return x


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    with torch.no_grad():
        x = torch.rand(shape, generator=generator, device=device)
        free = torch.ones(shape, dtype=torch.bool, device=device)
        return _fill(model, x, free, num_values, generator)


def complete(model, x, known, num_values=2, generator=None):
    with torch.no_grad():
        free = ~known.expand_as(x)
        return _fill(model, x.masked_fill(free, 0), free, num_values, generator)
