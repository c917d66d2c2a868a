# expect: categorical_by_hand
# says: images of the batch
# kind: meaningless
"""The softmax runs over dimension 0, which is the batch."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    log_p = F.log_softmax(logits, dim=0)
    return -log_p.gather(1, x.unsqueeze(1)).flatten(1).sum(1)
