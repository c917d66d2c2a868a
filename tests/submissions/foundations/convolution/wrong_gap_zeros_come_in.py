# expect: equivariance_gap_by_hand
# says: circularly
# kind: wrong
"""Zeros come in at the border, instead of what has left."""

import torch


def equivariance_gap(layer, x, down, right, stride=1):
    if down % stride or right % stride:
        raise ValueError("whole steps")

    def move(images, rows, columns):
        out = images.roll((rows, columns), (2, 3))
        if rows > 0:
            out[:, :, :rows] = 0
        if columns > 0:
            out[:, :, :, :columns] = 0
        return out

    return (layer(move(x, down, right)) - move(layer(x), down // stride, right // stride)).abs().max().item()
