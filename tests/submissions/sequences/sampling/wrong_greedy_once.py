# expect: greedy_by_hand
# says: All tokens are taken from one answer
# kind: wrong
"""One call."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = F.pad(prefix, (0, length - prefix.shape[1]))
    best = model(text).argmax(-1)
    return torch.cat([prefix, best[:, prefix.shape[1]:]], 1)
