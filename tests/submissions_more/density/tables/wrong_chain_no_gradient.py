# expect: chain_gradient
# says: no gradient
# kind: gradient
"""Works in NumPy, so no gradient reaches the table."""

import torch


def chain_log_probs(table, x):
    columns = tuple(x.long().unbind(1))
    before, factors = torch.ones_like(x[:, 0]), []
    for i in range(1, len(columns) + 1):
        now = table.detach().reshape(2**i, -1).sum(1).view((2,) * i)[columns[:i]]
        factors.append((now / before).log())
        before = now
    return torch.stack(factors, dim=1)
