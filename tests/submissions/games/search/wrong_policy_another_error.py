# expect: legal_policy_errors
# says: ValueError
# kind: form
"""An assertion in place of a ValueError."""

import math


def legal_policy(logits, legal):
    assert legal.any(-1).all()
    return logits.masked_fill(~legal, -math.inf).softmax(-1)
