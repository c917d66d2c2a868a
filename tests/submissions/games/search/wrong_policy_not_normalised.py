# expect: legal_policy_by_hand
# says: sums to one
# kind: wrong
"""Zeros after the softmax, nothing is normalised."""

def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    return logits.nan_to_num().softmax(-1).masked_fill(~legal, 0.0)
