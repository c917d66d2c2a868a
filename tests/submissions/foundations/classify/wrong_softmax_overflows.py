# expect: softmax_large
# says: 10,000
# kind: numerics
"""Exponentials of logits as they are."""


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    powers = (logits / temperature).exp()
    return powers / powers.sum(1, keepdim=True)
