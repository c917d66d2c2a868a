# expect: diagonal_bilstm_by_hand
# says: moved down one row
# kind: meaningless
"""Sees what lies to the right."""

import torch


def diagonal_bilstm(inputs, weight):
    first = diagonal_lstm(inputs[0], weight[0])
    mirrored = torch.flip(inputs[1], dims=[3])
    second = torch.flip(diagonal_lstm(mirrored, weight[1]), dims=[3])
    down = second
    return first + down
