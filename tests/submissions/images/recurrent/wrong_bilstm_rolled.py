# expect: diagonal_bilstm_by_hand
# says: Row 0 of direction 1
# kind: meaningless
"""The last row comes back on top."""

import torch


def diagonal_bilstm(inputs, weight):
    first = diagonal_lstm(inputs[0], weight[0])
    mirrored = torch.flip(inputs[1], dims=[3])
    second = torch.flip(diagonal_lstm(mirrored, weight[1]), dims=[3])
    down = torch.roll(second, 1, dims=2)
    return first + down
