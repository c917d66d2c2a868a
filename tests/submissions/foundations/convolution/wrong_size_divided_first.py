# expect: output_size_by_hand
# says: the first window
# kind: wrong
"""The size is divided by the stride."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    if size + 2 * padding < dilation * (kernel - 1) + 1:
        raise ValueError("no window fits")
    return (size + 2 * padding - dilation * (kernel - 1)) // stride
