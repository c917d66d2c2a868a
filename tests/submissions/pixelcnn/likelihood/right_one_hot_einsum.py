"""One-hot vectors and einsum; a Bernoulli pixel as two of them; the past as a running sum."""

import math

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    log_p = torch.stack([F.logsigmoid(-logits), F.logsigmoid(logits)])
    chosen = torch.stack([1 - x, x])
    return -torch.einsum("vbchw,vbchw->b", log_p, chosen)


def categorical_nll(logits, x):
    one_hot = F.one_hot(x, logits.shape[1]).to(logits.dtype)
    return -torch.einsum("bvchw,bchwv->b", F.log_softmax(logits, dim=1), one_hot)


def bits_per_dim(nll, num_dims):
    return torch.div(nll, num_dims).mul(1 / math.log(2))


def fvsbn_nll(x, weight, bias):
    # Entry i of row i of the running sum holds what comes before i, once its own term is taken off.
    terms = weight.tril() * x[:, None, :]
    upto = terms.cumsum(dim=2)
    past = torch.diagonal(upto - terms, dim1=1, dim2=2)
    logits = past + bias
    return F.softplus((1 - 2 * x) * logits).sum(dim=1)
