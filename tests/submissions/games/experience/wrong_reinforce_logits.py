# expect: reinforce_loss_by_hand
# says: log softmax
# kind: wrong
"""The logits themselves."""

def reinforce_loss(logits, action, returns, baseline=0.0):
    chosen = logits.gather(1, action[:, None]).squeeze(1)
    return -((returns - baseline).detach() * chosen).mean()
