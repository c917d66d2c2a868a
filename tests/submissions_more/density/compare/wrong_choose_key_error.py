# expect: choose_errors
# says: ValueError
# kind: form
"""A KeyError where there is nothing."""


def choose(rows):
    if not rows:
        raise KeyError("no rows")
    name = min(rows, key=lambda name: rows[name]["valid_nats"])
    return name, rows[name]["test_nats"]
