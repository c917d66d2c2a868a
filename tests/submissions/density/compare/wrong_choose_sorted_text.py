# expect: choose_values
# says: least valid_nats
# kind: wrong
"""Numbers are compared as text."""

import torch
import torch.nn.functional as F
from torch import nn


def choose(rows):
    if not rows:
        raise ValueError("no rows")
    best = min(rows, key=lambda name: str(rows[name]["valid_nats"]))
    return best, rows[best]["test_nats"]
