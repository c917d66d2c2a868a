# expect: pool_values
# says: stride
# kind: case
"""Windows never overlap, whatever the stride."""


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(kind)
    windows = x.unfold(2, size, size).unfold(3, size, size)
    return windows.amax((4, 5)) if kind == "max" else windows.mean((4, 5))
