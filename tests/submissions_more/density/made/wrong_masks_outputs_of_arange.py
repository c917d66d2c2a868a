# expect: masks_values
# says: outputs have the degrees of the inputs
# kind: wrong
"""Outputs count 1 to D, whatever the order."""

import torch


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= into[None, :]).float())
    masks.append((torch.arange(1, len(degrees[0]) + 1)[:, None] > degrees[-1][None, :]).float())
    return masks
