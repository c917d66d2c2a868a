# expect: reinforce_loss_extreme
# says: nothing is clamped
# kind: numerics
"""Probabilities are kept away from 0."""


def reinforce_loss(logits, action, returns, baseline=0.0):
    chosen = logits.softmax(1).gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline).detach() * chosen.clamp(min=1e-12).log()).mean()
