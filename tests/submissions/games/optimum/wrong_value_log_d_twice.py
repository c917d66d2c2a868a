# expect: game_value_by_hand
# says: log(1 − D) counts
# kind: wrong
"""log D for both laws."""

import torch.nn.functional as F


def game_value(p, q, logits):
    log_d = F.logsigmoid(logits)
    return (p * log_d.where(p > 0, 0.0)).sum() + (q * log_d.where(q > 0, 0.0)).sum()
