# expect: coarsen_values
# says: changes its argument
# kind: form
"""x256 is divided in place."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values < 2 or 256 % num_values:
        raise ValueError("num_values must divide 256")
    return x256.floor_divide_(256 // num_values)
