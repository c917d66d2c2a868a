# expect: prefix_log_prob_values
# says: V comes from the logits
# kind: case
"""Takes pixels for binary."""

import torch


def prefix_log_prob(model, x, rows):
    logits = model(x)
    V = logits.shape[1]
    values = (x > 0.5).long()
    log_p = torch.log_softmax(logits, dim=1).gather(1, values.unsqueeze(1)).squeeze(1)
    return log_p[:, :, :rows].sum(dim=(1, 2, 3))
