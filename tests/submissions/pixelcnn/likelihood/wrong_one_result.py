# expect: bernoulli_values bits_values
# says: changes when it is called again
# kind: form
"""Results are written into one tensor for each shape, to save memory."""

import math

import torch
import torch.nn.functional as F

_ROOM = {}


def _kept(result):
    if result.requires_grad:
        return result
    room = _ROOM.setdefault((result.shape, result.dtype), torch.empty_like(result))
    return room.copy_(result)


def bernoulli_nll(logits, x):
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return _kept(nll.flatten(1).sum(1))


def bits_per_dim(nll, num_dims):
    return _kept(nll / math.log(2) / num_dims)
