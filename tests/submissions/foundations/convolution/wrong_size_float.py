# expect: output_size_by_hand
# says: int
# kind: form
"""A float."""

import math


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    left = size + 2 * padding - dilation * (kernel - 1) - 1
    if left < 0:
        raise ValueError("no window fits")
    return math.floor(left / stride) + 1.0
