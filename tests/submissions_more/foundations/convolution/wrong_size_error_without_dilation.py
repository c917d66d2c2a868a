# expect: output_size_errors
# says: ValueError
# kind: case
"""The kernel is compared with the image as if dilation did not widen it."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    if kernel > size + 2 * padding:
        raise ValueError("no window fits")
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
