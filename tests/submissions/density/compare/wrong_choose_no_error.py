# expect: choose_errors
# says: ValueError
# kind: form
"""None where there is nothing."""


def choose(rows):
    if not rows:
        return None
    name = min(rows, key=lambda name: rows[name]["valid_nats"])
    return name, rows[name]["test_nats"]
