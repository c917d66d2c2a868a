# expect: dequantize_by_hand
# says: nothing is drawn here
# kind: wrong
"""It draws noise of its own."""

import torch


def dequantize(x, noise, num_values=256):
    return (x + torch.rand_like(noise)) / num_values
