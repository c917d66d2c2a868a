# expect: reinforce_loss_by_hand
# says: over the actions of each row
# kind: wrong
"""The softmax over rows."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(0).gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline).detach() * log_prob).mean()
