# expect: channel_means_values
# says: not x / 255
# kind: case
"""255, whatever V."""

import torch
import torch.nn.functional as F


def channel_means(means, coeffs, x, num_values=256):
    y = (x / 255).to(means.dtype)[:, None]
    m, c = means, coeffs
    g = m[:, :, 1] + c[:, :, 0] * y[:, :, 0]
    b = m[:, :, 2] + c[:, :, 1] * y[:, :, 0] + c[:, :, 2] * y[:, :, 1]
    return torch.stack([m[:, :, 0], g, b], 2)
