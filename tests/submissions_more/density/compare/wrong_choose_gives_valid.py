# expect: choose_by_hand
# says: Return the name and its test_nats
# kind: wrong
"""Gives the validation figure back."""

import torch


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    best = min(rows, key=lambda name: rows[name]["valid_nats"])
    return best, rows[best]["valid_nats"]
