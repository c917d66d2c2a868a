# expect: stack_field_leaves_the_window
# says: a path may leave
# kind: case
"""What leaves the window never comes back."""

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
                        new.add((h + d * (a - k // 2), w + d * (b - k // 2)))
        reached = {p for p in new if max(abs(p[0]), abs(p[1])) <= size // 2}
    seen = torch.zeros(size, size, dtype=torch.bool)
    m = size // 2
    for h, w in reached:
        if abs(h) <= m and abs(w) <= m:
            seen[h + m, w + m] = True
    return seen
