# expect: report_by_hand
# says: Python float
# kind: form
"""Figures are tensors."""

import math

import torch


@torch.no_grad()
def report(model, train, test, batch_size=256):
    def nats(rows):
        return -torch.cat([model.log_prob(part) for part in rows.split(batch_size)]).double().mean()

    a, b = nats(train), nats(test)
    return {"train_nats": a, "test_nats": b, "bits_per_dim": b / test.shape[1] / math.log(2), "gap_nats": b - a}
