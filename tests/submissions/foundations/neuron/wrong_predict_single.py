# expect: predict_values
# says: dtype
# kind: form
"""Always in single precision."""


def predict(x, w, b):
    return x.float() @ w.float() + b.float()
