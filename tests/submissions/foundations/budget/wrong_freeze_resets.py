# expect: freeze_values
# says: stay as they are
# kind: wrong
"""What trains begins anew."""


def freeze(model, last):
    model.requires_grad_(False)
    layers = [child for child in model if list(child.parameters())]
    for child in layers if last is None else layers[-last:]:
        child.requires_grad_(True)
        for module in child.modules():
            if hasattr(module, "reset_parameters"):
                module.reset_parameters()
    return [p for p in model.parameters() if p.requires_grad]
