# expect: freeze_values
# says: more than there are
# kind: case
"""One more child than there are: counted from the other end."""


def freeze(model, last):
    model.requires_grad_(False)
    layers = [child for child in model if list(child.parameters())]
    count = len(layers) if last is None else last
    for child in layers[len(layers) - count :]:
        child.requires_grad_(True)
    return [p for p in model.parameters() if p.requires_grad]
