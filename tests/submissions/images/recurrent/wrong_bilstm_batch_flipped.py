# expect: diagonal_bilstm_by_hand
# says: the last axis
# kind: wrong
"""dims=1 of inputs with two directions: the wrong axis."""

import torch
import torch.nn.functional as F


def diagonal_bilstm(inputs, weight):
    left = diagonal_lstm(inputs[0], weight[0])
    right = diagonal_lstm(inputs.flip(3)[1], weight[1]).flip(3)
    return left + F.pad(right, (0, 0, 1, -1))
