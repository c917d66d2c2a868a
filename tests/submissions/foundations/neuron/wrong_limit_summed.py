# expect: rate_limit_by_hand
# says: mean over rows
# kind: wrong
"""The Hessian of the sum over rows."""

import torch


def rate_limit(x):
    a = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    return 2 / torch.linalg.eigvalsh(2 * a.T @ a).max()
