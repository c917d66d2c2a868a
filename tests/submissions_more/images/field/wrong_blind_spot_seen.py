# expect: blind_spot_by_hand
# says: that are not seen
# kind: wrong
"""Counts the earlier ones that are seen."""


def blind_spot(seen, place):
    missed = leaked = 0
    i, j = place
    for h in range(seen.shape[0]):
        for w in range(seen.shape[1]):
            before = h < i or (h == i and w < j)
            if before and seen[h, w]:
                missed += 1
            if not before and seen[h, w]:
                leaked += 1
    return missed, leaked
