# expect: continuous_keeps_arguments
# says: changes its argument
# kind: form
"""Adds to the noise itself."""


def dequantize(x, noise, num_values=256):
    return noise.add_(x).div_(num_values)
