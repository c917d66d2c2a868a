# expect: channel_means_by_hand
# says: *true* R
# kind: wrong
"""Follows the predicted R and G."""

import torch


def channel_means(means, coeffs, x, num_values=256):
    level = x.to(means.dtype) / (num_values - 1)
    m_r = means[:, :, 0]
    r = m_r
    m_g = means[:, :, 1] + coeffs[:, :, 0] * r
    g = m_g
    m_b = means[:, :, 2] + coeffs[:, :, 1] * r + coeffs[:, :, 2] * g
    return torch.stack([m_r, m_g, m_b], dim=2)
