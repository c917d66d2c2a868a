# expect: summary_shapes
# says: H and W
# kind: case
"""Height stands for width."""


def summary(shape, layers):
    rows, field, jump, (c, side, _) = [], 1, 1, shape
    now = tuple(shape)
    for kind, *n in layers:
        count = 0
        if kind == "conv":
            count = n[0] * (c * n[1] ** 2 + 1)
            c, side = n[0], output_size(side, *n[1:])
            now = (c, side, side)
            field, jump = field + (n[1] - 1) * n[4] * jump, jump * n[2]
        elif kind == "pool":
            side = output_size(side, *n)
            now = (c, side, side)
            field, jump = field + (n[0] - 1) * jump, jump * n[1]
        elif kind == "flatten":
            c, field, jump = now[0] * now[1] * now[2], 0, 0
            now = (c,)
        elif kind == "linear":
            count, c = n[0] * (c + 1), n[0]
            now = (c,)
        rows.append({"shape": now, "parameters": count, "field": field})
    return rows
