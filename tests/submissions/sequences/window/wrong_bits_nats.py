# expect: bits_per_character_by_hand
# says: These are nats
# kind: unit
"""In nats."""

import math

import torch
import torch.nn.functional as F


def bits_per_character(nll, num_characters):
    return nll.sum() / num_characters.sum()
