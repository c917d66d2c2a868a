# expect: freeze_by_hand
# says: the *last*
# kind: wrong
"""The first ones train, the last ones are frozen."""


def freeze(model, last):
    groups = [list(child.parameters()) for child in model if list(child.parameters())]
    for place, group in enumerate(groups):
        for p in group:
            p.requires_grad_(last is None or place < last)
    return [p for p in model.parameters() if p.requires_grad]
