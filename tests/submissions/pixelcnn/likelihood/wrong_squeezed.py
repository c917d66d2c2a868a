# expect: categorical_values
# says: shape
# kind: form
"""A bare squeeze() after gather: with one image in the batch it takes the batch away, too."""

import torch.nn.functional as F


def categorical_nll(logits, x):
    log_p = F.log_softmax(logits, dim=1)
    return -log_p.gather(1, x.unsqueeze(1)).squeeze().flatten(1).sum(1)
