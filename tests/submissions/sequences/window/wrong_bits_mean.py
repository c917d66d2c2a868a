# expect: bits_per_character_by_hand
# says: averages over the texts
# kind: wrong
"""A mean over texts."""

import math

import torch
import torch.nn.functional as F


def bits_per_character(nll, num_characters):
    return (nll / num_characters).mean() / math.log(2)
