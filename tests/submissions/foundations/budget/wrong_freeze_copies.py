# expect: freeze_by_hand
# says: not copies
# kind: wrong
"""Detached parameters are returned."""


def freeze(model, last):
    model.requires_grad_(False)
    layers = [child for child in model if list(child.parameters())]
    for child in layers if last is None else layers[-last:]:
        child.requires_grad_(True)
    return [p.data for p in model.parameters() if p.requires_grad]
