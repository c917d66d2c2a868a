# expect: kl_zeros
# says: never NaN
# kind: numerics
"""F.kl_div gives NaN where both are zero."""

import torch
import torch.nn.functional as F


def kl_divergence(p, q):
    return F.kl_div(q.log(), p, reduction="sum")
