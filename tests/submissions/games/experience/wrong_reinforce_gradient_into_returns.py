# expect: reinforce_loss_gradient
# says: goes into `returns`
# kind: gradient
"""Returns are not detached."""


def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(1).gather(1, action[:, None]).squeeze(1)
    return -(
        (returns - (baseline.detach() if hasattr(baseline, "detach") else baseline)) * log_prob
    ).mean()
