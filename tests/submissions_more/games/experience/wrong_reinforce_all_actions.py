# expect: reinforce_loss_by_hand
# says: not all of them
# kind: wrong
"""The log-probabilities of all actions."""


def reinforce_loss(logits, action, returns, baseline=0.0):
    return -((returns - baseline).detach() * logits.log_softmax(1).sum(1)).mean()
