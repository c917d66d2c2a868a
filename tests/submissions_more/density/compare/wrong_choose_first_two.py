# expect: choose_values
# says: least valid_nats
# kind: case
"""Compares the first two names alone."""

import torch
import torch.nn.functional as F
from torch import nn


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    names = list(rows)[:2]
    best = min(names, key=lambda name: rows[name]["valid_nats"])
    return best, rows[best]["test_nats"]
