"""Every image has its own queue of unknown places; only images that still wait are shown."""

import torch


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    known = known.expand_as(x)
    out = torch.where(known, x, 1.0)
    raster = (~known).permute(0, 2, 3, 1)  # nonzero() then comes in the model's order
    queues = [one.nonzero().tolist() for one in raster]
    while any(queues):
        waiting = [b for b, queue in enumerate(queues) if queue]
        probs = torch.softmax(model(out[waiting]), dim=1)
        for row, b in enumerate(waiting):
            i, j, c = queues[b].pop(0)
            value = torch.multinomial(probs[row, :, c, i, j], 1, generator=generator)
            out[b, c, i, j] = value.item() / (num_values - 1)
    return out


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    empty = torch.zeros(shape, device=device)
    return complete(model, empty, empty.bool(), num_values, generator)
