# expect: step_log_prob_by_hand
# says: returns the new state
# kind: wrong
"""What update returns is thrown away."""

import torch.nn.functional as F


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
        model.update(state, x[:, i])
    return total
