# expect: softmax_by_hand
# says: sum to one
# kind: numerics
"""A little is added to the denominator."""


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    z = logits / temperature
    powers = (z - z.max(1, keepdim=True).values).exp()
    return powers / (powers.sum(1, keepdim=True) + 1e-3)
