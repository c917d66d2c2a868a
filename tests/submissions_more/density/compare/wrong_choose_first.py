# expect: choose_values
# says: least valid_nats
# kind: wrong
"""The first row."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = next(iter(rows))
    return name, rows[name]["test_nats"]
