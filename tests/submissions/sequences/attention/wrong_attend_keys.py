# expect: attend_by_hand
# says: not the keys
# kind: wrong
"""The keys are averaged."""

import torch


def attend(query, keys, values, allowed=None, scale=1.0):
    return attention_weights(query, keys, allowed, scale) @ keys
