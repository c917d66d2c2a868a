# expect: stack_field_by_hand
# says: turned round
# kind: wrong
"""Where the input goes to, not where the output looks."""

import torch


def stack_field(masks, dilations, size):
    reached = {(0, 0)}
    for mask, d in zip(masks, dilations):
        k = len(mask)
        new = set()
        for h, w in reached:
            for a in range(k):
                for b in range(k):
                    if mask[a, b]:
                        new.add((h - d * (a - k // 2), w - d * (b - k // 2)))
        reached = new
    seen = torch.zeros(size, size, dtype=torch.bool)
    m = size // 2
    for h, w in reached:
        if abs(h) <= m and abs(w) <= m:
            seen[h + m, w + m] = True
    return seen
