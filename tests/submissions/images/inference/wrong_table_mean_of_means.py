# expect: nats_table_values
# says: are others
# kind: wrong
"""The mean of the means of batches, the last of which is smaller."""

import math
import torch


@torch.no_grad()
def nll_table(models, train, test):
    out = {}
    for name, m in models.items():
        a, b = (torch.stack([-prefix_log_prob(m, p, p.shape[2]).mean() for p in d.split(64)]).mean().item() for d in (train, test))
        out[name] = dict(train=a, test=b, bits_per_dim=b / test[0].numel() / math.log(2), gap=b - a)
    for r, n in enumerate(sorted(out, key=lambda n: out[n]["test"]), 1):
        out[n]["rank"] = r
    return out
