# expect: freeze_by_hand
# says: that have parameters
# kind: case
"""Children without parameters are counted."""


def freeze(model, last):
    children = list(model)
    start = 0 if last is None else max(0, len(children) - last)
    for place, child in enumerate(children):
        child.requires_grad_(place >= start)
    return [p for p in model.parameters() if p.requires_grad]
