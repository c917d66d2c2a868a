# expect: correlate_is_your_own
# says: convolution
# kind: meaningless
"""PyTorch's own convolution."""

import torch.nn.functional as F


def correlate(x, weight, bias, stride=1, padding=0):
    return F.conv2d(x, weight, bias, stride, padding)
