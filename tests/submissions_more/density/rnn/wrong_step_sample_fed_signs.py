# expect: step_sample_by_hand
# says: zeros and ones
# kind: wrong
"""Feeds -1 and 1."""

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
        state = model.update(state, 2 * bit - 1)
    return torch.stack(bits, dim=1)
