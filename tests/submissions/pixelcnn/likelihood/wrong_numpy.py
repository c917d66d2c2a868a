# expect: bernoulli_gradient categorical_gradient
# says: NumPy
# kind: numerics
"""Computed with NumPy, through which no gradient flows."""

import numpy as np
import torch


def bernoulli_nll(logits, x):
    l, v = logits.numpy(), x.numpy()
    nll = np.logaddexp(0, l) - v * l
    return torch.from_numpy(nll.reshape(len(nll), -1).sum(1).astype(l.dtype))


def categorical_nll(logits, x):
    l, v = logits.numpy(), x.numpy()
    shifted = l - l.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    chosen = np.take_along_axis(log_p, v[:, None], axis=1)
    return torch.from_numpy(-chosen.reshape(len(v), -1).sum(1).astype(l.dtype))
