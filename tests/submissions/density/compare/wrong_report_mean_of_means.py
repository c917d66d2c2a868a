# expect: report_values
# says: mean of the batches
# kind: wrong
"""The mean of the means of batches."""

import math

import torch


@torch.no_grad()
def report(model, train, test, batch_size=256):
    def nats(rows):
        means = []
        for start in range(0, len(rows), batch_size):
            means.append(-model.log_prob(rows[start : start + batch_size]).double().mean().item())
        return sum(means) / len(means)

    train_nats, test_nats = nats(train), nats(test)
    return {
        "train_nats": train_nats,
        "test_nats": test_nats,
        "bits_per_dim": test_nats / test.shape[1] / math.log(2),
        "gap_nats": test_nats - train_nats,
    }
