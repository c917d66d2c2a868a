# expect: logistic_log_prob_tails
# says: As in the published code
# kind: numerics
"""Density times width where the mass is small, as in PixelCNN++'s code."""

import math

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    V = num_values
    x, mean, log_scale = torch.broadcast_tensors(x, mean, log_scale)
    y = x.to(torch.float64) / (V - 1)
    m, s = mean.double(), torch.exp(log_scale.double())
    upper = (y + 0.5 / (V - 1) - m) / s
    lower = (y - 0.5 / (V - 1) - m) / s
    mass = upper.sigmoid() - lower.sigmoid()
    z = (y - m) / s
    dense = F.logsigmoid(z) + F.logsigmoid(-z) - torch.log(s) - math.log(V - 1)
    inside = torch.where(mass > 1e-5, torch.log(mass.clamp(min=1e-12)), dense)
    result = torch.where(x == 0, F.logsigmoid(upper), inside)
    result = torch.where(x == V - 1, F.logsigmoid(-lower), result)
    return result.to(mean.dtype)
