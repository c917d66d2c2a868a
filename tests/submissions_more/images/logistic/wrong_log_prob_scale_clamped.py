# expect: logistic_log_prob_tails
# says: log_scale neither
# kind: numerics
"""log_scale is clamped at -5."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    m, s = mean.double(), log_scale.double().clamp(min=-5).exp()
    n = num_values - 1
    a, b = ((x - 0.5) / n - m) / s, ((x + 0.5) / n - m) / s
    mid = F.logsigmoid(b) + F.logsigmoid(-a) + torch.log(-torch.expm1(a - b))
    out = torch.where(x == 0, F.logsigmoid(b), torch.where(x == n, F.logsigmoid(-a), mid))
    return out.to(mean.dtype)
