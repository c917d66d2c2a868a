# expect: analogy_by_hand
# says: a word you put in
# kind: case
"""The three words are left in."""

import torch
import torch.nn.functional as F


def analogy(table, a, b, c):
    unit = F.normalize(table, dim=1)
    return int((unit @ (unit[b] - unit[a] + unit[c])).argmax())
