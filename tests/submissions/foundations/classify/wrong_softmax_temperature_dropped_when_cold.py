# expect: softmax_large
# says: 0.01
# kind: case
"""Small temperatures are cut at 0.1."""


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    return (logits / max(temperature, 0.1)).softmax(1)
