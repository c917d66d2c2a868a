# expect: best_fit_by_hand
# says: through the origin
# kind: wrong
"""A fit through the origin."""

import torch


def best_fit(x, y):
    w = torch.linalg.lstsq(x, y[:, None]).solution[:, 0]
    return w, torch.zeros_like(y[0])
