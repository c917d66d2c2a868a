# expect: masks_by_hand
# says: number of masks
# kind: form
"""No mask into the outputs."""


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= into[None, :]).float())
    return masks
