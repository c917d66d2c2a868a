# expect: choose_values
# says: least valid_nats
# kind: wrong
"""The least gap between train and validation."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = min(rows, key=lambda name: rows[name]["valid_nats"] - rows[name]["train_nats"])
    return name, rows[name]["test_nats"]
