# expect: dequantize_by_hand
# says: middles of bins
# kind: case
"""Only the bins' middles."""


def dequantize(x, noise, num_values=256):
    return (x.to(noise.dtype) + 0.5) / num_values
