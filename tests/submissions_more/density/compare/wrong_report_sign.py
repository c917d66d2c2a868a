# expect: report_by_hand
# says: sign is turned round
# kind: unit
"""Log-likelihoods, not costs."""

import math

import torch


@torch.no_grad()
def report(model, train, test, batch_size=256):
    def nats(rows):
        total = 0.0
        for start in range(0, len(rows), batch_size):
            total += model.log_prob(rows[start : start + batch_size]).double().sum().item()
        return total / len(rows)

    train_nats, test_nats = nats(train), nats(test)
    return {
        "train_nats": train_nats,
        "test_nats": test_nats,
        "bits_per_dim": test_nats / test.shape[1] / math.log(2),
        "gap_nats": test_nats - train_nats,
    }
