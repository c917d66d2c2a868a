# expect: logistic_log_prob_by_hand
# says: this is softplus
# kind: wrong
"""The scale is softplus(log_scale)."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    m, s = mean.double(), F.softplus(log_scale.double())
    n = num_values - 1
    a, b = ((x - 0.5) / n - m) / s, ((x + 0.5) / n - m) / s
    mid = F.logsigmoid(b) + F.logsigmoid(-a) + torch.log(-torch.expm1(a - b))
    out = torch.where(x == 0, F.logsigmoid(b), torch.where(x == n, F.logsigmoid(-a), mid))
    return out.to(mean.dtype)
