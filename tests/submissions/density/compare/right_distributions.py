"""The library has a mixture; results are collected in one tensor."""

import math

import torch


def mixture_log_prob(x, weight_logits, logits):
    D = torch.distributions
    which = D.Categorical(logits=weight_logits)
    coins = D.Independent(D.Bernoulli(logits=logits), 1)
    return D.MixtureSameFamily(which, coins, validate_args=False).log_prob(x)


def report(model, train, test, batch_size=256):
    def costs(rows):
        out = rows.new_empty(len(rows), dtype=torch.float64)
        for i in range(0, len(rows), batch_size):
            out[i : i + batch_size] = -model.log_prob(rows[i : i + batch_size]).detach()
        return out

    on_train, on_test = costs(train), costs(test)
    test_nats, train_nats = on_test.mean().item(), on_train.mean().item()
    return {
        "bits_per_dim": (on_test / test.size(1)).mean().item() * math.log2(math.e),
        "gap_nats": test_nats - train_nats,
        "test_nats": test_nats,
        "train_nats": train_nats,
    }


def choose(rows):
    pairs = [(row["valid_nats"], place, name) for place, (name, row) in enumerate(rows.items())]
    if not pairs:
        raise ValueError("rows is empty")
    _, _, name = min(pairs)
    return name, rows[name]["test_nats"]
