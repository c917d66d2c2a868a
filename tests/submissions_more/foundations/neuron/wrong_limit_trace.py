# expect: rate_limit_by_hand
# says: largest eigenvalue
# kind: wrong
"""The sum of all eigenvalues instead of the largest."""

import torch


def rate_limit(x):
    a = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    return 2 / (2 * a.T @ a / len(x)).trace()
