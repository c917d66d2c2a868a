"""Both sets in one generator; sums as they come; einsum."""

import torch
import torch.nn.functional as F


def mixture_log_prob(x, weight_logits, logits):
    both = torch.stack([F.logsigmoid(-logits), F.logsigmoid(logits)])  # (2, K, D)
    bits = torch.stack([1 - x, x])  # (2, B, D)
    each = torch.einsum("vbd,vkd->bk", bits, both)
    weights = weight_logits - weight_logits.logsumexp(0)
    return torch.logsumexp(weights[None] + each, 1)


def _batches(sets, size):
    for name, rows in sets.items():
        for place in range(0, len(rows), size):
            yield name, rows[place : place + size]


@torch.no_grad()
def report(model, train, test, batch_size=256):
    totals = {"train": 0.0, "test": 0.0}
    for name, rows in _batches({"train": train, "test": test}, batch_size):
        totals[name] += -model.log_prob(rows).sum(dtype=torch.float64).item()
    train_nats = totals["train"] / len(train)
    test_nats = totals["test"] / len(test)
    answer = {"train_nats": train_nats, "test_nats": test_nats}
    answer["gap_nats"] = test_nats - train_nats
    answer["bits_per_dim"] = test_nats / (0.6931471805599453 * test.shape[-1])
    return answer


def choose(rows):
    try:
        name, row = min(rows.items(), key=lambda item: item[1]["valid_nats"])
    except ValueError:
        raise ValueError("there is nothing to choose from") from None
    return name, float(row["test_nats"])
