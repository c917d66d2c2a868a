# expect: categorical_by_hand
# says: channels
# kind: meaningless
"""The softmax runs over dimension 2, the channels."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    log_p = F.log_softmax(logits, dim=2)
    return -log_p.gather(1, x.unsqueeze(1)).flatten(1).sum(1)
