# expect: predict_values
# says: bias once
# kind: wrong
"""The bias is added once for each input."""


def predict(x, w, b):
    return (x * w + b).sum(1)
