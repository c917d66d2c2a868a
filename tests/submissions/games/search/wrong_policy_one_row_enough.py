# expect: legal_policy_errors
# says: a row
# kind: case
"""An error only if no row has a legal move."""

import math


def legal_policy(logits, legal):
    if not legal.any():
        raise ValueError("no legal move")
    return logits.masked_fill(~legal, -math.inf).softmax(-1)
