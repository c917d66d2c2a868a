# expect: attend_gradient
# says: no gradient reaches `values`
# kind: gradient
"""The values are taken for constants."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    return attention_weights(query, keys, allowed, scale) @ values.detach()
