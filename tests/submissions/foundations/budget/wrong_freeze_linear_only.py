# expect: freeze_values
# says: batch normalisation
# kind: case
"""Only nn.Linear is taken for a layer."""

from torch import nn


def freeze(model, last):
    model.requires_grad_(False)
    layers = [child for child in model if isinstance(child, nn.Linear)]
    for child in layers if last is None else layers[-last:]:
        child.requires_grad_(True)
    return [p for p in model.parameters() if p.requires_grad]
