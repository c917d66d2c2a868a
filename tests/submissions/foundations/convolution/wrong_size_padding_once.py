# expect: output_size_by_hand
# says: both ends
# kind: wrong
"""Padding is added at one end only."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    left = size + padding - dilation * (kernel - 1) - 1
    if left < 0:
        raise ValueError("no window fits")
    return left // stride + 1
