# expect: freeze_values
# says: A child trains as a whole
# kind: case
"""Layers are counted wherever they are, within a child, too."""


def freeze(model, last):
    model.requires_grad_(False)
    layers = [module for module in model.modules() if list(module.parameters(recurse=False))]
    for layer in layers if last is None else layers[-last:]:
        layer.requires_grad_(True)
    return [p for p in model.parameters() if p.requires_grad]
