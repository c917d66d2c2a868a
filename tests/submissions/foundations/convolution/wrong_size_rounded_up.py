# expect: output_size_by_hand
# says: inside
# kind: wrong
"""A last window that leaves the image is counted, too."""

import math


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    left = size + 2 * padding - dilation * (kernel - 1) - 1
    if left < 0:
        raise ValueError("no window fits")
    return math.ceil(left / stride) + 1
