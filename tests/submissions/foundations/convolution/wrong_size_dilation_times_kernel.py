# expect: output_size_values
# says: dilation × (kernel − 1) + 1
# kind: wrong
"""A dilated window is taken to be dilation times as wide."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    left = size + 2 * padding - dilation * kernel
    if left < 0:
        raise ValueError("no window fits")
    return left // stride + 1
