# expect: beam_search_by_hand
# says: W is `width`
# kind: wrong
"""One text alone."""

import torch
import torch.nn.functional as F


def beam_search(model, prefix, length, width):
    text, total = prefix[None], torch.zeros(1)
    while text.shape[1] < length:
        logp, token = model(F.pad(text, (0, 1)))[:, -1].log_softmax(-1).max(-1)
        text, total = torch.cat([text, token[:, None]], 1), total + logp
    return text, total
