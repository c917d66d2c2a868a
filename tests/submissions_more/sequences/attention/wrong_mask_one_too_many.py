# expect: padding_mask_by_hand
# says: too many
# kind: wrong
"""Lengths are taken for the last place."""

import torch


def padding_mask(lengths, size):
    return torch.arange(size) <= lengths.unsqueeze(1)
