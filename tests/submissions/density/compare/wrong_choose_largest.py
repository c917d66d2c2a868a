# expect: choose_by_hand
# says: least valid_nats
# kind: wrong
"""The largest."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = max(rows, key=lambda name: rows[name]["valid_nats"])
    return name, rows[name]["test_nats"]
