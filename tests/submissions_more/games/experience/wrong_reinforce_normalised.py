# expect: reinforce_loss_by_hand
# says: Nothing is normalised
# kind: wrong
"""Gains are normalised."""


def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(1).gather(1, action[:, None]).squeeze(1)
    gain = (returns - baseline).detach()
    return -((gain - gain.mean()) / (gain.std() + 1e-8) * log_prob).mean()
