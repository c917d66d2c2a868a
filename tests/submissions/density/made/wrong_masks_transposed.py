# expect: masks_values
# says: (out, in)
# kind: form
"""(in, out)."""


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= into[None, :]).float().T)
    masks.append((degrees[0][:, None] > degrees[-1][None, :]).float().T)
    return masks
