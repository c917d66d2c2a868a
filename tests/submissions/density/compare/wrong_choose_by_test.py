# expect: choose_by_hand
# says: test set
# kind: wrong
"""Chosen by the test set."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = min(rows, key=lambda name: rows[name]["test_nats"])
    return name, rows[name]["test_nats"]
