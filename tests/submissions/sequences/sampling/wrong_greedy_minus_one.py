# expect: greedy_by_hand
# says: tokens are 0
# kind: case
"""-1 where nothing stands yet."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = F.pad(prefix, (0, length - prefix.shape[1]), value=-1)
    for t in range(prefix.shape[1], length):
        text[:, t] = model(text)[:, t].argmax(-1)
    return text
