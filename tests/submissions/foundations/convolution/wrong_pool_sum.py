# expect: pool_by_hand
# says: divide
# kind: unit
"""A sum instead of a mean."""


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(kind)
    windows = x.unfold(2, size, stride).unfold(3, size, stride)
    return windows.amax((4, 5)) if kind == "max" else windows.sum((4, 5))
