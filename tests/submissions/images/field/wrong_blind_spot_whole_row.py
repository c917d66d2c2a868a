# expect: blind_spot_by_hand
# says: rest of its own row
# kind: case
"""The whole row counts as earlier."""


def blind_spot(seen, place):
    missed = leaked = 0
    i, j = place
    for h in range(seen.shape[0]):
        for w in range(seen.shape[1]):
            before = h <= i
            if before and not seen[h, w]:
                missed += 1
            if not before and seen[h, w]:
                leaked += 1
    return missed, leaked
