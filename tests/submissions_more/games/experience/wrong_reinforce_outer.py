# expect: reinforce_loss_by_hand
# says: There is one return for each row
# kind: wrong
"""A column against a row: every return with every action."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(1).gather(1, action[:, None])
    return -((returns - baseline).detach() * log_prob).mean()
