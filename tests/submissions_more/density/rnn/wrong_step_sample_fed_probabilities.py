# expect: step_sample_samples
# says: Feed the bit that was drawn
# kind: law
"""Feeds the probability."""

import torch


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state = model.start(num_samples)
    bits = []
    for i in range(num_dims):
        p = torch.sigmoid(model.read(state))
        u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
        bit = (u < p).to(p.dtype)
        bits.append(bit)
        state = model.update(state, p)
    return torch.stack(bits, dim=1)
