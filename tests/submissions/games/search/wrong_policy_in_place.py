# expect: legal_policy_values
# says: changes its argument
# kind: wrong
"""The logits are changed in place."""

import math


def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    logits[~legal] = -math.inf
    return logits.softmax(-1)
