# expect: blind_spot_by_hand
# says: i · W + j
# kind: wrong
"""i * H + j."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def blind_spot(seen, place):
    k = place[0] * seen.shape[0] + place[1]
    flat = seen.flatten()
    return int((~flat[:k]).sum()), int(flat[k:].sum())
