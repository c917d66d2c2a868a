# expect: legal_policy_junk
# says: minus infinity
# kind: numerics
"""-1000 in place of minus infinity."""

def legal_policy(logits, legal):
    if not legal.any(-1).all():
        raise ValueError("no legal move")
    return logits.masked_fill(~legal, -1000.0).softmax(-1)
