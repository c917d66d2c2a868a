# expect: attend_values
# says: all equal
# kind: case
"""With nothing allowed the mean of the values comes."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -1e30)
    return scores.softmax(2) @ values
