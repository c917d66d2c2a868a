# expect: legal_policy_by_hand
# says: NaN
# kind: case
"""The softmax over all moves, times legal, normalised."""

def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    weights = logits.softmax(-1) * legal
    return weights / weights.sum(-1, keepdim=True)
