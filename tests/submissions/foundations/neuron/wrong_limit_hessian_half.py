# expect: rate_limit_by_hand
# says: second derivative of e² is 2
# kind: unit
"""The Hessian without its factor of 2."""

import torch


def rate_limit(x):
    a = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    return 2 / torch.linalg.eigvalsh(a.T @ a / len(x)).max()
