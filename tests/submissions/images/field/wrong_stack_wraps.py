# expect: stack_field_leaves_the_window
# says: on the other side
# kind: wrong
"""A torus."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def stack_field(masks, dilations, size):
    plane = torch.zeros(size, size, dtype=torch.bool)
    plane[size // 2, size // 2] = True
    for m, d in zip(masks, dilations):
        new = torch.zeros_like(plane)
        for a, b in m.nonzero().tolist():
            new |= plane.roll((d * (a - len(m) // 2), d * (b - len(m) // 2)), (0, 1))
        plane = new
    return plane
