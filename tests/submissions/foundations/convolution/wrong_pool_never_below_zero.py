# expect: pool_values
# says: zero
# kind: wrong
"""A running maximum that starts at zero."""


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(kind)
    windows = x.unfold(2, size, stride).unfold(3, size, stride)
    return windows.amax((4, 5)).clamp(min=0) if kind == "max" else windows.mean((4, 5))
