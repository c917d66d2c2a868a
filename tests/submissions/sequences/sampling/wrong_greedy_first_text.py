# expect: greedy_by_hand
# says: first text of the batch
# kind: wrong
"""All texts follow the first."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = prefix
    while text.shape[1] < length:
        best = model(F.pad(text[:1], (0, 1)))[:, -1].argmax(-1, keepdim=True)
        text = torch.cat([text, best.expand(len(text), 1)], 1)
    return text
