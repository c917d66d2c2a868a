# expect: discrete_bound_values
# says: draws first
# kind: wrong
"""Draws and images are mixed up when they are taken apart."""

import math


def discrete_bound(log_density, x, noise, num_values=256):
    K, B = noise.shape[:2]
    y = (x.unsqueeze(0).to(noise.dtype) + noise) / num_values
    log_p = log_density(y.reshape(K * B, *x.shape[1:]))
    return x[0].numel() * math.log(num_values) - log_p.reshape(B, K).mean(dim=1)
