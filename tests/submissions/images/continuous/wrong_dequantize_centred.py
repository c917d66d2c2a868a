# expect: dequantize_by_hand
# says: noise is centred
# kind: wrong
"""Noise around the value."""


def dequantize(x, noise, num_values=256):
    return (x.to(noise.dtype) + noise - 0.5) / num_values
