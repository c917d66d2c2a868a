# expect: masks_by_hand
# says: float32
# kind: form
"""Masks of True and False."""


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= into[None, :]))
    masks.append((degrees[0][:, None] > degrees[-1][None, :]))
    return masks
