# expect: complete_in_order complete_ignores_the_unknown complete_follows_the_law
# says: given
# kind: meaningless
"""Draws a whole new image and pastes the known part into it."""

import torch


def complete(model, x, known, num_values=2, generator=None):
    images = sample(model, x.shape, num_values, generator).to(x.dtype)
    return torch.where(known.expand_as(x), x, images)
