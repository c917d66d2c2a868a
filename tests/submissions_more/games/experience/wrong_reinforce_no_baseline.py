# expect: reinforce_loss_by_hand
# says: The baseline is missing
# kind: wrong
"""The baseline is not used."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    log_prob = logits.log_softmax(1).gather(1, action[:, None]).squeeze(1)
    return -(returns.detach() * log_prob).mean()
