# expect: logistic_log_prob_by_hand
# says: (x + ½) / V
# kind: wrong
"""Values are x / V, bars 1 / V wide."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    m, s = mean.double(), log_scale.double().exp()
    a, b = (x / num_values - m) / s, ((x + 1) / num_values - m) / s
    mid = F.logsigmoid(b) + F.logsigmoid(-a) + torch.log(-torch.expm1(a - b))
    out = torch.where(x == 0, F.logsigmoid(b), torch.where(x == num_values - 1, F.logsigmoid(-a), mid))
    return out.to(mean.dtype)
