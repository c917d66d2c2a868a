# expect: rate_limit_by_hand
# says: b moves, too
# kind: wrong
"""The Hessian of the weights alone."""

import torch


def rate_limit(x):
    return 2 / torch.linalg.eigvalsh(2 * x.T @ x / len(x)).max()
