# expect: padding_mask_by_hand
# says: dtype bool
# kind: form
"""Zeros and ones."""

import torch


def padding_mask(lengths, size):
    return (torch.arange(size) < lengths.unsqueeze(1)).float()
