# expect: choose_values
# says: of the model chosen
# kind: wrong
"""Returns the least test figure of all."""


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    name = min(rows, key=lambda name: rows[name]["valid_nats"])
    return name, min(row["test_nats"] for row in rows.values())
