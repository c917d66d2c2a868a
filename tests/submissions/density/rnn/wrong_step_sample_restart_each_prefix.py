# expect: step_sample_calls
# says: once for each batch
# kind: weak
"""Walks the whole past again for each bit."""

import torch


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state = model.start(num_samples)
    bits = []
    for i in range(num_dims):
        state = model.start(num_samples)
        for bit in bits:
            state = model.update(state, bit)
        p = torch.sigmoid(model.read(state))
        u = torch.rand(num_samples, generator=generator, dtype=p.dtype)
        bit = (u < p).to(p.dtype)
        bits.append(bit)
    return torch.stack(bits, dim=1)
