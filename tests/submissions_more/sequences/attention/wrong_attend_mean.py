# expect: attend_by_hand
# says: weigh the same
# kind: wrong
"""A mean of all values."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    return values.mean(1, keepdim=True).expand(-1, query.shape[1], -1)
