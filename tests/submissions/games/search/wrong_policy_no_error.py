# expect: legal_policy_errors
# says: ValueError
# kind: case
"""NaN where no move is legal."""

import math


def legal_policy(logits, legal):
    return logits.masked_fill(~legal, -math.inf).softmax(-1)
