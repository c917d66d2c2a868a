"""The generator seeds others: torch.distributions takes none, and NumPy has its own."""

import numpy as np
import torch


def _seed(generator):
    return int(torch.randint(2**31, (1,), generator=generator))


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.zeros(*shape, device=device)
    seed = _seed(generator)
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(seed)
        for i, j, c in np.ndindex(shape[2], shape[3], shape[1]):
            law = torch.distributions.Categorical(logits=model(x)[:, :, c, i, j])
            x[:, c, i, j] = law.sample() / (num_values - 1)
    return x


def complete(model, x, known, num_values=2, generator=None):
    draw = np.random.default_rng(_seed(generator))
    keep = np.broadcast_to(known.numpy(), x.shape)
    out = np.where(keep, x.numpy(), 0).astype(x.numpy().dtype)
    for i, j, c in np.ndindex(*x.shape[2:], x.shape[1]):
        if keep[:, c, i, j].all():
            continue
        with torch.no_grad():
            logits = model(torch.from_numpy(out)).numpy()[:, :, c, i, j]
        gumbel = draw.gumbel(size=logits.shape)
        drawn = (logits + gumbel).argmax(1) / (num_values - 1)
        out[:, c, i, j] = np.where(keep[:, c, i, j], out[:, c, i, j], drawn)
    return torch.from_numpy(out)
