# expect: shift_values
# says: dtype
# kind: form
"""float32 whatever x is."""

import torch


def shift_right(x):
    shifted = torch.zeros(x.shape)
    shifted[:, 1:] = x[:, :-1]
    return shifted
