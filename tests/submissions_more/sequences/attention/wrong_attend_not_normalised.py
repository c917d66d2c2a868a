# expect: attend_by_hand
# says: do not sum to one
# kind: wrong
"""exp alone."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    weights = (scale * query @ keys.transpose(1, 2)).exp()
    return (weights if allowed is None else weights * allowed) @ values
