# expect: greedy_by_hand
# says: least probable
# kind: wrong
"""The least probable token."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = prefix
    while text.shape[1] < length:
        text = torch.cat([text, model(F.pad(text, (0, 1)))[:, -1].argmin(-1, keepdim=True)], 1)
    return text
