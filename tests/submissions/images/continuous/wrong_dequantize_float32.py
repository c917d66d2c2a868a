# expect: dequantize_values
# says: dtype
# kind: form
"""Always float32."""


def dequantize(x, noise, num_values=256):
    return (x.float() + noise.float()) / num_values
