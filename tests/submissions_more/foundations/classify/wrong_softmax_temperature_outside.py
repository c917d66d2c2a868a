# expect: softmax_by_hand
# says: divided by the temperature
# kind: wrong
"""Probabilities are divided by the temperature."""


def softmax(logits, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    return logits.softmax(1) / temperature
