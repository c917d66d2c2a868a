"""torch.distributions for the mixture, a generator for the report, min with a key."""

import torch
import torch.nn.functional as F
from torch import nn


def mixture_log_prob(x, weight_logits, logits):
    parts = torch.distributions.Bernoulli(logits=logits, validate_args=False)
    each = parts.log_prob(x.unsqueeze(1)).sum(-1)
    return torch.logsumexp(each + torch.log_softmax(weight_logits, 0), -1)


def choose(rows):
    if len(rows) == 0:
        raise ValueError("nothing to choose from")
    best = min(rows, key=lambda name: rows[name]["valid_nats"])
    return best, rows[best]["test_nats"]
