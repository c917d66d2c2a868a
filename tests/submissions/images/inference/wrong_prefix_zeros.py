# expect: prefix_log_prob_by_hand
# says: tells nothing apart
# kind: wrong
"""A prefix of zeros, and posteriors that follow from it."""

import torch


def prefix_log_prob(model, x, rows):
    return torch.zeros(len(x), dtype=x.dtype)


def class_posterior(models, x, log_prior, rows=None):
    return log_prior.expand(len(x), -1).log_softmax(1)


def pixel_posterior(model, x, place):
    V = model(x).shape[1]
    return torch.zeros(len(x), V, dtype=x.dtype).log_softmax(1)
