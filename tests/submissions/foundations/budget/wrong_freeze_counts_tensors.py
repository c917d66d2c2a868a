# expect: freeze_by_hand
# says: children, not tensors
# kind: wrong
"""The last `last` tensors instead of children."""


def freeze(model, last):
    parameters = list(model.parameters())
    start = 0 if last is None else max(0, len(parameters) - last)
    for place, p in enumerate(parameters):
        p.requires_grad_(place >= start)
    return parameters[start:]
