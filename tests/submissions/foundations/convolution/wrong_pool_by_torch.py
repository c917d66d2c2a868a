# expect: pool_is_your_own
# says: pooling
# kind: meaningless
"""PyTorch's own poolings."""

import torch.nn.functional as F


def pool(x, size, stride, kind):
    if kind == "max":
        return F.max_pool2d(x, size, stride)
    if kind == "average":
        return F.avg_pool2d(x, size, stride)
    raise ValueError(kind)
