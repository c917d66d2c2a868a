# expect: dequantize_by_hand
# says: not by V − 1
# kind: wrong
"""Divides by V − 1."""


def dequantize(x, noise, num_values=256):
    return (x.to(noise.dtype) + noise) / (num_values - 1)
