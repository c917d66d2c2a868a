# expect: softmax_large
# says: its own largest
# kind: numerics
"""The largest logit of all rows is taken off, so small rows vanish."""


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    z = logits / temperature
    powers = (z - z.max()).exp()
    return powers / powers.sum(1, keepdim=True)
