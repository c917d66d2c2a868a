# expect: greedy_by_hand
# says: as in libraries
# kind: wrong
"""The last row of the text as it stands."""

import torch
import torch.nn.functional as F


def greedy(model, prefix, length):
    text = prefix
    while text.shape[1] < length:
        given = text if text.shape[1] else torch.zeros(len(text), 1, dtype=torch.int64)
        text = torch.cat([text, model(given)[:, -1].argmax(-1, keepdim=True)], 1)
    return text
