# expect: td_loss_by_hand
# says: straight line
# kind: wrong
"""Squares throughout."""

def td_loss(q, action, target, delta=1.0):
    chosen = q.gather(1, action[:, None]).squeeze(1)
    return ((chosen - target.detach()) ** 2 / 2).mean()
