# expect: output_size_values
# says: dilation
# kind: case
"""Dilation is left out."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    left = size + 2 * padding - kernel
    if left < 0:
        raise ValueError("no window fits")
    return left // stride + 1
