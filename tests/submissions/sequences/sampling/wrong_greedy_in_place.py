# expect: greedy_values
# says: changes its prefix
# kind: form
"""Draws begin in the prefix itself."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    start = prefix.clone()
    text = prefix
    while text.shape[1] < length:
        text = torch.cat([text, model(F.pad(text, (0, 1)))[:, -1].argmax(-1, keepdim=True)], 1)
    prefix.zero_()
    text[:, : start.shape[1]] = start
    return text
