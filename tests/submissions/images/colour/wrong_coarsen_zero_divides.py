# expect: coarsen_errors
# says: should raise a ValueError
# kind: form
"""num_values = 0 ends in a ZeroDivisionError."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if 256 % num_values != 0 or num_values == 1:
        raise ValueError("num_values must divide 256")
    return x256 // (256 // num_values)
