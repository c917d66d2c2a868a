# expect: predict_by_hand
# says: shape
# kind: form
"""A column instead of a row of answers."""


def predict(x, w, b):
    return x @ w[:, None] + b
