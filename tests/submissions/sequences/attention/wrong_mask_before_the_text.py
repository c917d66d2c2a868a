# expect: padding_mask_by_hand
# says: comes before
# kind: wrong
"""Padded on the left, as for generation."""

import torch


def padding_mask(lengths, size):
    return torch.arange(size) >= size - lengths.unsqueeze(1)
