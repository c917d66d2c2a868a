# expect: greedy_by_hand
# says: shape
# kind: wrong
"""New tokens without the prefix."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = prefix
    while text.shape[1] < length:
        text = torch.cat([text, model(F.pad(text, (0, 1)))[:, -1].argmax(-1, keepdim=True)], 1)
    return text[:, prefix.shape[1]:]
