# expect: diagonal_bilstm_by_hand
# says: mirrored before and after
# kind: wrong
"""Both from left to right."""

import torch


def diagonal_bilstm(inputs, weight):
    first = diagonal_lstm(inputs[0], weight[0])
    mirrored = inputs[1]
    second = diagonal_lstm(mirrored, weight[1])
    down = torch.zeros_like(second)
    down[:, :, 1:] = second[:, :, :-1]
    return first + down
