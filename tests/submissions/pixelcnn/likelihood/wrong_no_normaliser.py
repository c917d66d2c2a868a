# expect: categorical_by_hand
# says: normalised
# kind: meaningless
"""The chosen logit alone, without the log-sum-exp."""


def categorical_nll(logits, x):
    log_p = logits
    return -log_p.gather(1, x.unsqueeze(1)).flatten(1).sum(1)
