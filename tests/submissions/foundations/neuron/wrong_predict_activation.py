# expect: predict_values
# says: no activation
# kind: wrong
"""What falls below zero is cut off, as by a ReLU."""


def predict(x, w, b):
    return (x @ w + b).clamp(min=0)
