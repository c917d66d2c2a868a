# expect: pool_is_your_own
# says: convolution
# kind: meaningless
"""Averages by a convolution of PyTorch's."""
import torch, torch.nn.functional as F
def pool(x, size, stride, kind):
    if kind == "max":
        return x.unfold(2, size, stride).unfold(3, size, stride).amax((4, 5))
    if kind != "average":
        raise ValueError(kind)
    c = x.shape[1]
    return F.conv2d(x, torch.full((c, 1, size, size), 1 / size**2).to(x), stride=stride, groups=c)
