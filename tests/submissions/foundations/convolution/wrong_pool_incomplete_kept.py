# expect: pool_values
# says: incomplete windows
# kind: wrong
"""Windows that leave the image count, with what is left of them."""

import torch
import torch.nn.functional as F


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(kind)
    rest = [(side - size) % stride for side in x.shape[2:]]
    more = [(stride - r) % stride for r in rest]
    windows = F.pad(x, (0, more[1], 0, more[0]), value=float("nan")).unfold(2, size, stride).unfold(3, size, stride)
    windows = windows.flatten(4)
    return windows.nan_to_num(-1e9).amax(4) if kind == "max" else windows.nanmean(4)
