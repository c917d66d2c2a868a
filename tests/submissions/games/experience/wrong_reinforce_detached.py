# expect: reinforce_loss_gradient
# says: no gradient
# kind: gradient
"""The whole product is detached."""


def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(1).gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline) * log_prob).detach().mean()
