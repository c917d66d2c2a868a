# expect: choose_by_hand
# says: and its test_nats
# kind: wrong
"""Returns the validation figure."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = min(rows, key=lambda name: rows[name]["valid_nats"])
    return name, rows[name]["valid_nats"]
