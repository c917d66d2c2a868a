# expect: diagonal_bilstm_by_hand
# says: moves it to the right
# kind: meaningless
"""Moved to the left by one in place of down."""

import torch
import torch.nn.functional as F


def diagonal_bilstm(inputs, weight):
    left = diagonal_lstm(inputs[0], weight[0])
    right = diagonal_lstm(inputs[1].flip(3), weight[1]).flip(3)
    return left + F.pad(right, (1, -1))
