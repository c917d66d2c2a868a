# expect: legal_policy_values
# says: over the moves of each row
# kind: wrong
"""The softmax over rows of a batch."""

import math


def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    return logits.masked_fill(~legal, -math.inf).softmax(0)
