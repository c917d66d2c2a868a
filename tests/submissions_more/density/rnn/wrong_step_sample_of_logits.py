# expect: step_sample_samples
# says: unlikely values are never drawn
# kind: law
"""The logit, clamped, is taken for a probability."""

import torch
import torch.nn.functional as F
from torch import nn


@torch.no_grad()
def step_sample(model, num_samples, num_dims, generator=None):
    state, drawn = model.start(num_samples), []
    for i in range(num_dims):
        drawn.append(torch.bernoulli(model.read(state).clamp(0, 1), generator=generator))
        if i + 1 < num_dims:
            state = model.update(state, drawn[-1])
    return torch.stack(drawn, 1)
