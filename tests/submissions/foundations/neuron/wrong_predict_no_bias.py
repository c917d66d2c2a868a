# expect: predict_by_hand
# says: bias is missing
# kind: wrong
"""The bias is left out."""


def predict(x, w, b):
    return x @ w
