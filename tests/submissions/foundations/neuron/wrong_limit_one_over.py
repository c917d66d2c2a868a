# expect: rate_limit_by_hand
# says: 2 over
# kind: unit
"""One over the eigenvalue, where it is still safe."""

import torch


def rate_limit(x):
    a = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    return 1 / torch.linalg.eigvalsh(2 * a.T @ a / len(x)).max()
