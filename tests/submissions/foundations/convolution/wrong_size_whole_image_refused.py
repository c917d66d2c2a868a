# expect: output_size_values
# says: a window fits
# kind: case
"""A window as large as the image is refused."""
def output_size(size, kernel, stride=1, padding=0, dilation=1):
    left = size + 2 * padding - dilation * (kernel - 1) - 1
    if left <= 0: raise ValueError
    return left // stride + 1
