# expect: masks_by_hand
# says: float32
# kind: form
"""float64."""


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= into[None, :]).double())
    masks.append((degrees[0][:, None] > degrees[-1][None, :]).double())
    return masks
