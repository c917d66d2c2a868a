# expect: summary_by_hand
# says: Strides before a layer
# kind: wrong
"""Fields of layers add up, whatever lies between."""


def summary(shape, layers):
    rows, field, shape = [], 1, tuple(shape)
    for kind, *n in layers:
        count = 0
        if kind == "conv":
            count = n[0] * (shape[0] * n[1] ** 2 + 1)
            shape = (n[0], *(output_size(side, *n[1:]) for side in shape[1:]))
            field += (n[1] - 1) * n[4]
        elif kind == "pool":
            shape = (shape[0], *(output_size(side, *n) for side in shape[1:]))
            field += n[0] - 1
        elif kind == "flatten":
            shape, field = (shape[0] * shape[1] * shape[2],), None
        elif kind == "linear":
            count, shape = n[0] * (shape[0] + 1), (n[0],)
        rows.append({"shape": shape, "parameters": count, "field": field or 0})
        field = field if len(shape) == 3 else None
    return rows
