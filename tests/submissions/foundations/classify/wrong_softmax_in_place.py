# expect: softmax_values
# says: changes its argument
# kind: form
"""The largest is taken off the argument itself."""


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    logits -= logits.max(1, keepdim=True).values
    return (logits / temperature).softmax(1)
