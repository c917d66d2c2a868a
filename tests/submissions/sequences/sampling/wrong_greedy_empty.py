# expect: greedy_by_hand
# says: at least one token
# kind: wrong
"""The model is called with no token."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = prefix
    while text.shape[1] < length:
        logits = model(F.pad(text, (0, 1)) if text.shape[1] else text)
        text = torch.cat([text, logits[:, -1].argmax(-1, keepdim=True)], 1)
    return text
