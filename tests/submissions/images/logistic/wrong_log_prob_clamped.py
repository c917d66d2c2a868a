# expect: logistic_log_prob_tails
# says: no clamp
# kind: numerics
"""The difference of two sigmoids, clamped."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    V = num_values
    x, mean, log_scale = torch.broadcast_tensors(x, mean, log_scale)
    y = x.to(torch.float64) / (V - 1)
    m, s = mean.double(), torch.exp(log_scale.double())
    upper = (y + 0.5 / (V - 1) - m) / s
    lower = (y - 0.5 / (V - 1) - m) / s
    inside = torch.log((upper.sigmoid() - lower.sigmoid()).clamp(min=1e-12))
    result = torch.where(x == 0, F.logsigmoid(upper), inside)
    result = torch.where(x == V - 1, F.logsigmoid(-lower), result)
    return result.to(mean.dtype)
