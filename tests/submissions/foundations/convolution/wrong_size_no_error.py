# expect: output_size_errors
# says: ValueError
# kind: form
"""Where nothing fits it says 0, or less."""


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
