# expect: choose_values
# says: modified
# kind: form
"""Takes rows out of the dictionary."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = min(rows, key=lambda name: rows[name]["valid_nats"])
    for other in [key for key in rows if key != name]:
        del rows[other]
    return name, rows[name]["test_nats"]
