# expect: stack_field_values
# says: in another order
# kind: wrong
"""Dilations in the other order."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def stack_field(masks, dilations, size):
    places = {(0, 0)}
    for m, d in zip(masks, reversed(dilations)):
        half = len(m) // 2
        places = {(h + d * (a - half), w + d * (b - half)) for h, w in places for a, b in m.nonzero().tolist()}
    out = torch.zeros(size, size, dtype=torch.bool)
    for h, w in places:
        if max(abs(h), abs(w)) <= size // 2:
            out[h + size // 2, w + size // 2] = True
    return out
