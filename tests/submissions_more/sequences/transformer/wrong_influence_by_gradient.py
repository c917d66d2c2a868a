# expect: influence_by_hand
# says: takes texts (B, T), int64
# kind: wrong
"""Tokens are taken for numbers that have a gradient."""

import torch


def influence(model, tokens, num_tokens):
    x = tokens.float().requires_grad_()
    log_probs = model(x).log_softmax(-1)
    rows = [torch.autograd.grad(log_probs[0, t].sum(), x, retain_graph=True)[0][0].abs() for t in range(x.shape[1])]
    return torch.stack(rows, 1)
