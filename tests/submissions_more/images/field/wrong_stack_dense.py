# expect: stack_field_by_hand
# says: Masks have no effect
# kind: wrong
"""The square of an unmasked stack."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def stack_field(masks, dilations, size):
    reach = sum(d * (len(m) // 2) for m, d in zip(masks, dilations))
    r = torch.arange(size) - size // 2
    return (r.abs()[:, None] <= reach) & (r.abs()[None] <= reach)
