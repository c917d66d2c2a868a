# expect: stack_field_by_hand
# says: centre
# kind: wrong
"""Entries are counted from the kernel's corner."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def stack_field(masks, dilations, size):
    places = {(0, 0)}
    for m, d in zip(masks, dilations):
        places = {(h + d * a, w + d * b) for h, w in places for a, b in m.nonzero().tolist()}
    out = torch.zeros(size, size, dtype=torch.bool)
    for h, w in places:
        if max(abs(h), abs(w)) <= size // 2:
            out[h + size // 2, w + size // 2] = True
    return out
