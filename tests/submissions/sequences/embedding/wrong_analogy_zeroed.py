# expect: analogy_values
# says: its score was set to 0
# kind: wrong
"""a, b and c get the score 0 instead of being left out."""

import torch.nn.functional as F


def analogy(table, a, b, c):
    u = F.normalize(table, dim=1)
    s = (u @ (u[b] - u[a] + u[c])).detach().clone()
    s[[a, b, c]] = 0.0
    return int(s.argmax())
