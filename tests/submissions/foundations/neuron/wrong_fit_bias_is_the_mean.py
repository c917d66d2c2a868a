# expect: best_fit_by_hand
# says: mean of y
# kind: wrong
"""The bias is the mean target, though inputs are not centred."""

import torch


def best_fit(x, y):
    w = torch.linalg.lstsq(x - x.mean(0), (y - y.mean())[:, None]).solution[:, 0]
    return w, y.mean()
