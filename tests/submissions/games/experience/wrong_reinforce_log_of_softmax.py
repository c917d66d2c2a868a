# expect: reinforce_loss_extreme
# says: log_softmax
# kind: numerics
"""The logarithm of a softmax."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.softmax(1).log().gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline).detach() * log_prob).mean()
