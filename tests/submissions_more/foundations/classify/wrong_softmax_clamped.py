# expect: softmax_large
# says: 10,000
# kind: numerics
"""Logits are clamped to ±80 so that exp does not overflow."""
def softmax(logits, temperature=1.0):
    if temperature <= 0: raise ValueError
    e = (logits / temperature).clamp(-80, 80).exp()
    return e / e.sum(1, keepdim=True)
