# expect: coarsen_values
# says: 256 included
# kind: case
"""256 bins are refused."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values < 2 or num_values >= 256 or 256 % num_values:
        raise ValueError("num_values must divide 256")
    return x256 // (256 // num_values)
