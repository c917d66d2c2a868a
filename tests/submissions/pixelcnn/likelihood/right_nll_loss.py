"""F.nll_loss on flattened pixels; the network of rows as images of one row of pixels."""

import torch
import torch.nn.functional as F


def bernoulli_nll(logits, x):
    pairs = torch.stack([torch.zeros_like(logits), logits], dim=-1).reshape(-1, 2)
    cost = F.nll_loss(F.log_softmax(pairs, dim=-1), x.reshape(-1).to(torch.long), reduction="none")
    return cost.view(x.size(0), -1).sum(-1)


def categorical_nll(logits, x):
    batch, values = logits.shape[:2]
    log_p = logits.movedim(1, -1).reshape(-1, values).log_softmax(-1)
    cost = F.nll_loss(log_p, x.reshape(-1), reduction="none")
    return cost.reshape(batch, -1).sum(1)


def fvsbn_nll(x, weight, bias):
    logits = torch.addmm(bias, x, weight.tril(diagonal=-1).mT)
    return bernoulli_nll(logits[:, None, None], x[:, None, None])
