# expect: reinforce_loss_by_hand
# says: the logarithm
# kind: wrong
"""Probabilities in place of their logarithms."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    prob = logits.softmax(1).gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline).detach() * prob).mean()
