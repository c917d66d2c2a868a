# expect: analogy_by_hand
# says: signs are swapped
# kind: wrong
"""a and b are swapped."""

import torch
import torch.nn.functional as F


def analogy(table, a, b, c):
    unit = F.normalize(table, dim=1)
    scores = unit @ (unit[a] - unit[b] + unit[c])
    scores[[a, b, c]] = -9
    return int(scores.argmax())
