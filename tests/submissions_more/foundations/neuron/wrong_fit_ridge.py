# expect: best_fit_by_hand
# says: not the minimum
# kind: numerics
"""A little ridge, so that the inverse exists."""

import torch


def best_fit(x, y):
    a = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    eye = torch.eye(a.shape[1], dtype=x.dtype)
    theta = torch.linalg.solve(a.T @ a + 1e-2 * eye, a.T @ y)
    return theta[:-1], theta[-1]
