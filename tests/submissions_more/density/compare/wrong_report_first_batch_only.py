# expect: report_values
# says: every row
# kind: weak
"""The first batch stands for all."""

import math

import torch


@torch.no_grad()
def report(model, train, test, batch_size=256):
    def nats(rows):
        total = 0.0
        for start in [0]:
            total -= model.log_prob(rows[start : start + batch_size]).double().sum().item()
        return total / min(batch_size, len(rows))

    train_nats, test_nats = nats(train), nats(test)
    return {
        "train_nats": train_nats,
        "test_nats": test_nats,
        "bits_per_dim": test_nats / test.shape[1] / math.log(2),
        "gap_nats": test_nats - train_nats,
    }
