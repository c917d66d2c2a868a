# expect: logistic_log_prob_by_hand
# says: values go to V
# kind: wrong
"""x stays an integer, the mean is in [0, 1]."""

import torch
import torch.nn.functional as F


def logistic_log_prob(x, mean, log_scale, num_values=256):
    m, s = mean.double(), log_scale.double().exp()
    a, b = (x - 0.5 - m) / s, (x + 0.5 - m) / s
    mid = F.logsigmoid(b) + F.logsigmoid(-a) + torch.log(-torch.expm1(a - b))
    out = torch.where(x == 0, F.logsigmoid(b), torch.where(x == num_values - 1, F.logsigmoid(-a), mid))
    return out.to(mean.dtype)
