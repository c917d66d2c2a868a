# expect: masks_values
# says: previous layer
# kind: wrong
"""Every layer is compared with the inputs."""


def made_masks(degrees):
    masks = []
    for into, out in zip(degrees[:-1], degrees[1:]):
        masks.append((out[:, None] >= degrees[0][None, :]).float())
    masks.append((degrees[0][:, None] > degrees[-1][None, :]).float())
    return masks
