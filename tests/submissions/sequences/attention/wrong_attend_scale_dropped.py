# expect: attend_values
# says: scale` has no effect
# kind: wrong
"""The scale is not handed on."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    return attention_weights(query, keys, allowed) @ values
