# expect: channel_means_by_hand
# says: G's mean
# kind: wrong
"""B follows the predicted mean of G."""

import torch
import torch.nn.functional as F


def channel_means(means, coeffs, x, num_values=256):
    y = (x / (num_values - 1)).to(means.dtype)[:, None]
    g = means[:, :, 1] + coeffs[:, :, 0] * y[:, :, 0]
    b = means[:, :, 2] + coeffs[:, :, 1] * y[:, :, 0] + coeffs[:, :, 2] * g
    return torch.stack([means[:, :, 0], g, b], 2)
