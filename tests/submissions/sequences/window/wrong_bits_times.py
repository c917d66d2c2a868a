# expect: bits_per_character_by_hand
# says: divide by log 2
# kind: unit
"""Multiplied by log 2."""

import math

import torch
import torch.nn.functional as F


def bits_per_character(nll, num_characters):
    return nll.sum() / num_characters.sum() * math.log(2)
