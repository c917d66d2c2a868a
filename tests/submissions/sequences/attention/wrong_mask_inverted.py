# expect: padding_mask_by_hand
# says: other way round
# kind: wrong
"""True where a library would ignore the key."""

import torch


def padding_mask(lengths, size):
    return torch.arange(size) >= lengths.unsqueeze(1)
