# expect: dequantize_by_hand
# says: Nothing is clamped
# kind: case
"""The ends are cut off, for a logit that comes later."""


def dequantize(x, noise, num_values=256):
    y = (x + noise) / num_values
    return y.clamp(0.001, 0.999)
