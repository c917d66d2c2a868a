# expect: logistic_log_prob_gradient
# says: is not finite
# kind: gradient
"""The branch not taken divides by zero."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    V = num_values
    x, mean, log_scale = torch.broadcast_tensors(x, mean, log_scale)
    y = x.to(torch.float64) / (V - 1)
    m, s = mean.double(), torch.exp(log_scale.double())
    upper = (y + 0.5 / (V - 1) - m) / s
    lower = (y - 0.5 / (V - 1) - m) / s
    far = torch.log1p(-torch.exp(lower - upper))
    naive = torch.log(upper.sigmoid() - lower.sigmoid())
    exact = F.logsigmoid(upper) + F.logsigmoid(-lower) + torch.log(-torch.expm1(lower - upper))
    inside = torch.where(upper.abs() < 3, naive, exact) + 0 * far
    result = torch.where(x == 0, F.logsigmoid(upper), inside)
    result = torch.where(x == V - 1, F.logsigmoid(-lower), result)
    return result.to(mean.dtype)
