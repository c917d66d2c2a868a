"""The log-mean-exp by subtracting the maximum; KL from its three terms."""

import torch


def gaussian_kl(mean, log_var):
    std = torch.exp(0.5 * log_var)
    entropy = log_var.sum(-1)
    trace = (std * std).sum(-1)
    return (trace + (mean * mean).sum(-1) - entropy - mean.shape[-1]) / 2


def importance_bound(log_weights):
    top = log_weights.max(dim=0).values
    return top + torch.log(torch.mean(torch.exp(log_weights - top), dim=0))
