# expect: masks_by_hand
# says: A path leads from
# kind: wrong
"""Greater or equal at the outputs, too: each sees itself."""


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= into[None, :]).float())
    masks.append((degrees[0][:, None] >= degrees[-1][None, :]).float())
    return masks
