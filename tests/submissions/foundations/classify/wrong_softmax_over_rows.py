# expect: softmax_by_hand
# says: Each row
# kind: wrong
"""Columns sum to one."""


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    return (logits / temperature).softmax(0)
