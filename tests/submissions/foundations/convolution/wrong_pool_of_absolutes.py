# expect: pool_values
# says: sign
# kind: wrong
"""The largest absolute value of a window."""


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(kind)
    windows = x.unfold(2, size, stride).unfold(3, size, stride)
    return windows.abs().amax((4, 5)) if kind == "max" else windows.mean((4, 5))
