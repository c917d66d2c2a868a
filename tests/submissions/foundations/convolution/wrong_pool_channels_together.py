# expect: pool_values
# says: each channel
# kind: wrong
"""One number for all channels."""


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(kind)
    windows = x.unfold(2, size, stride).unfold(3, size, stride)
    out = windows.amax((1, 4, 5)) if kind == "max" else windows.mean((1, 4, 5))
    return out[:, None].expand(-1, x.shape[1], -1, -1)
