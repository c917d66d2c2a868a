# expect: diagonal_bilstm_by_hand
# says: own weight
# kind: case
"""One weight for both."""

import torch


def diagonal_bilstm(inputs, weight):
    first = diagonal_lstm(inputs[0], weight[0])
    mirrored = torch.flip(inputs[1], dims=[3])
    second = torch.flip(diagonal_lstm(mirrored, weight[0]), dims=[3])
    down = torch.zeros_like(second)
    down[:, :, 1:] = second[:, :, :-1]
    return first + down
