# expect: dequantize_by_hand
# says: after the noise
# kind: wrong
"""The noise is not divided."""


def dequantize(x, noise, num_values=256):
    return x.to(noise.dtype) / num_values + noise
