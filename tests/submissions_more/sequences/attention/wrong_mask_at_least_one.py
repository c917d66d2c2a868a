# expect: padding_mask_by_hand
# says: other numbers
# kind: case
"""An empty text is said to have a token."""

import torch


def padding_mask(lengths, size):
    return torch.arange(size) < lengths.clamp(min=1).unsqueeze(1)
