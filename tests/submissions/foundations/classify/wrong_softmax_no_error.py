# expect: softmax_errors
# says: ValueError
# kind: form
"""A temperature of zero is made a small one."""


def softmax(logits, temperature=1.0):
    return (logits / max(temperature, 1e-6)).softmax(1)
