# expect: padding_mask_values
# says: changes its argument
# kind: form
"""Lengths are shifted in place and not back."""

import torch


def padding_mask(lengths, size):
    lengths -= 1
    return torch.arange(size) <= lengths.unsqueeze(1)
