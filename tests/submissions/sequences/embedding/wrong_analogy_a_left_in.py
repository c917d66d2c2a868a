# expect: analogy_values
# says: leave a out, too
# kind: case
"""Only b and c are left out."""

import torch
import torch.nn.functional as F


def analogy(table, a, b, c):
    unit = F.normalize(table, dim=1)
    scores = unit @ (unit[b] - unit[a] + unit[c])
    scores[[b, c]] = -9
    return int(scores.argmax())
