# expect: reinforce_loss_by_hand
# says: The mean over rows
# kind: wrong
"""A sum over rows."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(1).gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline).detach() * log_prob).sum()
