# expect: coarsen_by_hand
# says: begins at its lower edge
# kind: wrong
"""Bins by bucketize, closed on the wrong side."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values:
        raise ValueError("num_values must divide 256")
    edges = torch.arange(1, num_values) * (256 // num_values)
    return torch.bucketize(x256, edges)
