# expect: step_sample_samples
# says: number of its own
# kind: law
"""One uniform number for a whole row."""

import torch


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state = model.start(num_samples)
    bits = []
    u = torch.rand(num_samples, generator=generator)
    for i in range(num_dims):
        p = torch.sigmoid(model.read(state))
        bit = (u < p).to(p.dtype)
        bits.append(bit)
        state = model.update(state, bit)
    return torch.stack(bits, dim=1)
