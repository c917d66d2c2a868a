# expect: ascent_by_hand
# says: All parameters move
# kind: case
"""Moves the bias, and forgets the weights."""

import torch
import torch.nn.functional as F
from torch import nn


def ascent_step(model, x, learning_rate):
    value = model.log_prob(x).mean()
    (by_bias,) = torch.autograd.grad(value, [model.bias])
    with torch.no_grad():
        model.bias += learning_rate * by_bias
    return value.item()
