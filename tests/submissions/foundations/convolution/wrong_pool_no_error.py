# expect: pool_errors
# says: ValueError
# kind: form
"""What is not "max" is an average."""


def pool(x, size, stride, kind):
    windows = x.unfold(2, size, stride).unfold(3, size, stride)
    return windows.amax((4, 5)) if kind == "max" else windows.mean((4, 5))
