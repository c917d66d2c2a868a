# expect: diagonal_bilstm_by_hand
# says: Direction 0 stays
# kind: wrong
"""Both are moved down."""

import torch
import torch.nn.functional as F


def diagonal_bilstm(inputs, weight):
    first = diagonal_lstm(inputs[0], weight[0])
    mirrored = torch.flip(inputs[1], dims=[3])
    second = torch.flip(diagonal_lstm(mirrored, weight[1]), dims=[3])
    down = torch.zeros_like(second)
    down[:, :, 1:] = second[:, :, :-1]
    return F.pad(first, (0, 0, 1, 0))[:, :, :-1] + down
