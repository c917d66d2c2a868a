# expect: diagonal_bilstm_by_hand
# says: swapped
# kind: wrong
"""Each direction with the other's weight."""

import torch
import torch.nn.functional as F


def diagonal_bilstm(inputs, weight):
    left = diagonal_lstm(inputs[0], weight[1])
    right = diagonal_lstm(inputs[1].flip(3), weight[0]).flip(3)
    return left + F.pad(right, (0, 0, 1, -1))
