"""Loops over components, rows of a batch and names."""

import math

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    normaliser = torch.logsumexp(weight_logits, 0)
    terms = []
    for w, l in zip(weight_logits, logits):
        signed = torch.where(x == 1, l, -l)
        terms.append(w - normaliser + F.logsigmoid(signed).sum(1))
    total = terms[0]
    for term in terms[1:]:
        total = torch.logaddexp(total, term)
    return total


def report(model, train, test, batch_size=256):
    result = {}
    for name, rows in (("train", train), ("test", test)):
        costs = []
        with torch.no_grad():
            for batch in torch.split(rows, batch_size):
                costs.extend((-model.log_prob(batch)).tolist())
        result[f"{name}_nats"] = sum(costs) / len(costs)
    result["bits_per_dim"] = result["test_nats"] / (math.log(2) * test.shape[1])
    result["gap_nats"] = result["test_nats"] - result["train_nats"]
    return result


def choose(rows):
    best = None
    for name, row in rows.items():
        if best is None or row["valid_nats"] < rows[best]["valid_nats"]:
            best = name
    if best is None:
        raise ValueError("nothing to choose from")
    return best, rows[best]["test_nats"]
