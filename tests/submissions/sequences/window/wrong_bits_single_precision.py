# expect: bits_per_character_values
# says: float64
# kind: numerics
"""In float32."""

import math

import torch
import torch.nn.functional as F


def bits_per_character(nll, num_characters):
    return (nll.sum() / num_characters.sum() / math.log(2)).float()
