# expect: freeze_by_hand
# says: list
# kind: form
"""A generator instead of a list."""


def freeze(model, last):
    model.requires_grad_(False)
    layers = [child for child in model if list(child.parameters())]
    for child in layers if last is None else layers[-last:]:
        child.requires_grad_(True)
    return (p for p in model.parameters() if p.requires_grad)
