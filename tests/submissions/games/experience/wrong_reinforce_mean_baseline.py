# expect: reinforce_loss_by_hand
# says: The given baseline
# kind: wrong
"""The mean return is taken off as well."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(1).gather(1, action[:, None]).squeeze(1)
    advantage = (returns - baseline).detach()
    return -((advantage - advantage.mean()) * log_prob).mean()
