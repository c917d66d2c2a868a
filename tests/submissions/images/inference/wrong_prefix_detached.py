# expect: prefix_log_prob_gradient
# says: no gradient reaches
# kind: gradient
"""Within no_grad."""

import torch


@torch.no_grad()
def prefix_log_prob(model, x, rows):
    logits = model(x)
    V = logits.shape[1]
    values = torch.round(x * (V - 1)).long()
    log_p = torch.log_softmax(logits, dim=1).gather(1, values.unsqueeze(1)).squeeze(1)
    return log_p[:, :, :rows].sum(dim=(1, 2, 3))
