# expect: logistic_log_prob_by_hand
# says: lower edge alone
# kind: case
"""The upper end is forgotten."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    m, s = mean.double(), log_scale.double().exp()
    n = num_values - 1
    a, b = ((x - 0.5) / n - m) / s, ((x + 0.5) / n - m) / s
    mid = F.logsigmoid(b) + F.logsigmoid(-a) + torch.log(-torch.expm1(a - b))
    return torch.where(x == 0, F.logsigmoid(b), mid).to(mean.dtype)
