# expect: choose_by_hand
# says: training set
# kind: wrong
"""Chosen by the training set."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = min(rows, key=lambda name: rows[name]["train_nats"])
    return name, rows[name]["test_nats"]
