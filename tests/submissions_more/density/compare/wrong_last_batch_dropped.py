# expect: report_values report_calls
# says: The last batch is lost
# kind: wrong
"""Drops what does not fill a batch."""

import math

import torch


@torch.no_grad()
def report(model, train, test, batch_size=256):
    def nats(rows):
        return -torch.cat([model.log_prob(part) for part in rows.split(batch_size) if len(part) == min(batch_size, len(rows))]).double().mean().item()

    a, b = nats(train), nats(test)
    return {"train_nats": a, "test_nats": b, "bits_per_dim": b / test.shape[1] / math.log(2), "gap_nats": b - a}
