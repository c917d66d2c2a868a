# expect: prefix_log_prob_values
# says: log 0
# kind: numerics
"""The logarithm of a softmax."""

import torch


def prefix_log_prob(model, x, rows):
    logits = model(x)
    V = logits.shape[1]
    values = torch.round(x * (V - 1)).long()
    log_p = torch.log(torch.softmax(logits, dim=1)).gather(1, values.unsqueeze(1)).squeeze(1)
    return log_p[:, :, :rows].sum(dim=(1, 2, 3))
