# expect: attend_values
# says: allowed` has no effect
# kind: wrong
"""The mask is not handed on."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    return attention_weights(query, keys, None, scale) @ values
