# expect: report_by_hand
# says: test less train
# kind: wrong
"""The gap is made positive."""

import math

import torch


def report(model, train, test, batch_size=256):
    def nats(rows):
        with torch.no_grad():
            return -torch.cat([model.log_prob(one) for one in rows.split(batch_size)]).mean().item()

    seen, unseen = nats(train), nats(test)
    return {
        "train_nats": seen,
        "test_nats": unseen,
        "bits_per_dim": unseen / test.shape[1] / math.log(2),
        "gap_nats": abs(unseen - seen),
    }
