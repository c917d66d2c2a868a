# expect: gradient_map_values
# says: absolute values before
# kind: wrong
"""The largest slope, then its absolute value."""

import itertools

import numpy as np
import torch
import torch.nn.functional as F


def gradient_map(net, x, place):
    x = x.detach().requires_grad_()
    jac = torch.autograd.functional.jacobian(lambda t: net(t)[0, :, place[0], place[1]], x)
    return jac[:, 0].amax(0).abs()
