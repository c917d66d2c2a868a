# expect: paths_by_hand
# says: product of the masks
# kind: wrong
"""Masks are multiplied the wrong way about, entry by entry where they fit."""

import torch
import torch.nn.functional as F
from torch import nn


def count_paths(masks):
    paths = masks[0]
    for mask in masks[1:]:
        paths = (mask @ paths).clamp(max=2)
    return paths
