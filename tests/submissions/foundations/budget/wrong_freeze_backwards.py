# expect: freeze_values
# says: order
# kind: form
"""Parameters are returned from the last to the first."""


def freeze(model, last):
    model.requires_grad_(False)
    groups = [list(child.parameters()) for child in model if list(child.parameters())]
    found = []
    for group in groups[::-1][:last]:
        for p in group:
            p.requires_grad_(True)
            found.append(p)
    return found
