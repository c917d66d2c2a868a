# expect: greedy_by_hand
# says: last token alone
# kind: wrong
"""The model sees one token."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = prefix
    while text.shape[1] < length:
        seen = F.pad(text[:, -1:], (0, 1))
        text = torch.cat([text, model(seen)[:, -1].argmax(-1, keepdim=True)], 1)
    return text
