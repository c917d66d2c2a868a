# expect: legal_policy_gradient
# says: gradient
# kind: case
"""No gradient reaches the logits."""

import math


def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    return logits.detach().masked_fill(~legal, -math.inf).softmax(-1)
