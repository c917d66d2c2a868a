# expect: padding_mask_values
# says: shape
# kind: case
"""As wide as the longest text, whatever the size."""

import torch


def padding_mask(lengths, size):
    return torch.arange(lengths.max()) < lengths.unsqueeze(1)
