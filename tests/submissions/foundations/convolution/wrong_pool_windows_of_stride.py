# expect: pool_values
# says: these have
# kind: wrong
"""Average over windows of `stride`, not of `size`."""
def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError
    H, W = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    w = x[:, :, :H * stride, :W * stride].unfold(2, stride, stride).unfold(3, stride, stride)
    return w.amax((4, 5)) if kind == "max" else w.mean((4, 5))
