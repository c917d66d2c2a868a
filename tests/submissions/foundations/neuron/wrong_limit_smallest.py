# expect: rate_limit_by_hand
# says: largest eigenvalue
# kind: wrong
"""The smallest eigenvalue."""

import torch


def rate_limit(x):
    a = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    return 2 / torch.linalg.eigvalsh(2 * a.T @ a / len(x))[0].abs()
