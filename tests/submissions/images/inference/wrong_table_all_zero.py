# expect: nats_table_by_hand
# says: are others
# kind: wrong
"""Zeros, made consistently."""

import math

import numpy as np
import torch
import torch.nn.functional as F


def nll_table(models, train, test):
    return {name: {"train": 0.0, "test": 0.0, "bits_per_dim": 0.0, "gap": 0.0, "rank": rank} for rank, name in enumerate(models, 1)}
