"""log_softmax over two classes, einsum with one-hot bits; recursion over batches."""

import math

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    two = torch.stack([torch.zeros_like(logits), logits], -1).log_softmax(-1)
    hot = F.one_hot(x.long(), 2).to(logits.dtype)
    lp = torch.einsum("bdv,kdv->bk", hot, two)
    return torch.logsumexp(lp + weight_logits[None] - weight_logits.logsumexp(0), dim=1)


def _total(model, rows, batch_size):
    if len(rows) == 0:
        return 0.0
    head, tail = rows[:batch_size], rows[batch_size:]
    return model.log_prob(head).sum(dtype=torch.float64).item() + _total(model, tail, batch_size)


def report(model, train, test, batch_size=256):
    tr, te = (-_total(model, r, batch_size) / r.shape[0] for r in (train, test))
    return {"gap_nats": te - tr, "bits_per_dim": te / (test.shape[1] * math.log(2)), "test_nats": te, "train_nats": tr}


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    best = min(rows, key=lambda name: rows[name]["valid_nats"])
    return best, rows[best]["test_nats"]
