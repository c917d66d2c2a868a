# expect: summary_by_hand
# says: Pooling
# kind: case
"""Pooling is thought not to widen the field."""


def summary(shape, layers):
    rows, field, jump, shape = [], 1, 1, tuple(shape)
    for kind, *n in layers:
        count = 0
        if kind == "conv":
            count = n[0] * (shape[0] * n[1] ** 2 + 1)
            shape = (n[0], *(output_size(side, *n[1:]) for side in shape[1:]))
            field, jump = field + (n[1] - 1) * n[4] * jump, jump * n[2]
        elif kind == "pool":
            shape = (shape[0], *(output_size(side, *n) for side in shape[1:]))
            jump *= n[1]
        elif kind == "flatten":
            shape, field, jump = (shape[0] * shape[1] * shape[2],), 0, 0
        elif kind == "linear":
            count, shape = n[0] * (shape[0] + 1), (n[0],)
        rows.append({"shape": shape, "parameters": count, "field": field})
    return rows
