# expect: step_log_prob_by_hand
# says: started once
# kind: wrong
"""The state starts again at each step."""

import torch.nn.functional as F


def step_log_prob(model, x):
    state = model.start(x.shape[0])
    total = 0
    for i in range(x.shape[1]):
        state = model.start(x.shape[0]) if i == 0 else model.update(model.start(x.shape[0]), x[:, i - 1])
        logit = model.read(state)
        total = total - F.binary_cross_entropy_with_logits(logit, x[:, i], reduction="none")
    return total
