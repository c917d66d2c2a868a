# expect: freeze_values
# says: Sets every
# kind: case
"""What was frozen before stays frozen."""


def freeze(model, last):
    groups = [list(child.parameters()) for child in model if list(child.parameters())]
    for group in groups if last is None else groups[:-last]:
        for p in group:
            p.requires_grad_(last is None)
    return [p for p in model.parameters() if p.requires_grad]
