# expect: channel_means_keeps_arguments
# says: changes its argument
# kind: form
"""Adds to the means themselves."""


def channel_means(means, coeffs, x, num_values=256):
    level = x.to(means.dtype) / (num_values - 1)
    means[:, :, 1] += coeffs[:, :, 0] * level[:, None, 0]
    means[:, :, 2] += coeffs[:, :, 1] * level[:, None, 0] + coeffs[:, :, 2] * level[:, None, 1]
    return means
