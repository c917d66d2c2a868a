# expect: softmax_errors
# says: ValueError
# kind: case
"""Only zero is refused."""


def softmax(logits, temperature=1.0):
    if temperature == 0:
        raise ValueError("temperature")
    return (logits / temperature).softmax(1)
