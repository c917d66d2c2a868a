# expect: logistic_log_prob_by_hand
# says: the ends have no edges
# kind: case
"""The ends end, too."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    V = num_values
    x, mean, log_scale = torch.broadcast_tensors(x, mean, log_scale)
    y = x.to(torch.float64) / (V - 1)
    m, s = mean.double(), torch.exp(log_scale.double())
    upper = (y + 0.5 / (V - 1) - m) / s
    lower = (y - 0.5 / (V - 1) - m) / s
    inside = F.logsigmoid(upper) + F.logsigmoid(-lower) + torch.log(-torch.expm1(lower - upper))
    result = inside
    return result.to(mean.dtype)
