# expect: kl_by_hand
# says: averages over p
# kind: wrong
"""F.kl_div takes its arguments the other way round."""

import torch.nn.functional as F


def kl_divergence(p, q):
    return F.kl_div(p.log(), q, reduction="sum")
