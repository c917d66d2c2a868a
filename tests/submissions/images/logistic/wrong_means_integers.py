# expect: channel_means_by_hand
# says: not integers
# kind: unit
"""Integers in place of levels."""

import torch


def channel_means(means, coeffs, x, num_values=256):
    level = x.to(means.dtype)
    r, g = level[:, None, 0], level[:, None, 1]
    m_r = means[:, :, 0]
    m_g = means[:, :, 1] + coeffs[:, :, 0] * r
    m_b = means[:, :, 2] + coeffs[:, :, 1] * r + coeffs[:, :, 2] * g
    return torch.stack([m_r, m_g, m_b], dim=2)
