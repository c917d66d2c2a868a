# expect: analogy_by_hand
# says: Python int
# kind: form
"""A tensor in place of an int."""

import torch
import torch.nn.functional as F


def analogy(table, a, b, c):
    unit = F.normalize(table, dim=1)
    scores = unit @ (unit[b] - unit[a] + unit[c])
    scores[[a, b, c]] = -9
    return scores.argmax()
