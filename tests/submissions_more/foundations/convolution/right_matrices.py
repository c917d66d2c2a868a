"""Two thin matrices, and one for each layer: what is linear is a matrix."""

import torch


def output_size(size, kernel, stride=1, padding=0, dilation=1):
    fits = [i for i in range(size + 2 * padding) if i % stride == 0 and i + dilation * (kernel - 1) < size + 2 * padding]
    if not fits:
        raise ValueError("no window")
    return len(fits)


def _taps(size, kernel, stride, padding, like):
    """(taps, outputs, inputs): one where an output's tap lies on an input."""
    outputs = output_size(size, kernel, stride, padding)
    taps = torch.zeros(kernel, outputs, size, dtype=like.dtype)
    for p in range(kernel):
        for i in range(outputs):
            at = i * stride + p - padding
            if 0 <= at < size:
                taps[p, i, at] = 1
    return taps


def correlate(x, weight, bias, stride=1, padding=0):
    h, w = weight.shape[2:]
    down = _taps(x.shape[2], h, stride, padding, x)
    across = _taps(x.shape[3], w, stride, padding, x)
    lines = torch.einsum("piy,bcyx->bcpix", down, x)
    windows = torch.einsum("qjx,bcpix->bcpqij", across, lines)
    return torch.einsum("bcpqij,ocpq->boij", windows, weight) + bias.reshape(1, -1, 1, 1)


def pool(x, size, stride, kind):
    if kind not in ("max", "average"):
        raise ValueError(f"{kind} is no kind of pooling")
    b, c = x.shape[:2]
    pick = torch.zeros(size * size, 1, size, size, dtype=x.dtype)
    for n in range(size * size):
        pick[n, 0, n // size, n % size] = 1
    one = x.reshape(b * c, 1, *x.shape[2:])
    values = correlate(one, pick, torch.zeros(size * size, dtype=x.dtype), stride)
    out = values.max(1).values if kind == "max" else values.mean(1)
    return out.view(b, c, *out.shape[1:])


def summary(shape, layers):
    rows = []
    state = {"shape": tuple(shape), "field": 1, "jump": 1}
    for layer in layers:
        state = {**state, **_ONE[layer[0]](state, *layer[1:])}
        rows.append({"shape": state["shape"], "parameters": state["parameters"], "field": state["field"]})
    return rows


def _window(state, k, s, p, d):
    sides = tuple(output_size(n, k, s, p, d) for n in state["shape"][1:])
    field = state["field"] + d * (k - 1) * state["jump"]
    return sides, {"field": field, "jump": s * state["jump"]}


def _conv(state, out, k, s, p, d):
    sides, reach = _window(state, k, s, p, d)
    return {"shape": (out, *sides), "parameters": out * (1 + k * k * state["shape"][0]), **reach}


def _pool(state, k, s):
    sides, reach = _window(state, k, s, 0, 1)
    return {"shape": (state["shape"][0], *sides), "parameters": 0, **reach}


def _flatten(state):
    c, h, w = state["shape"]
    return {"shape": (c * h * w,), "parameters": 0, "field": 0}


def _linear(state, out):
    return {"shape": (out,), "parameters": out * (1 + state["shape"][0])}


_ONE = {"conv": _conv, "pool": _pool, "relu": lambda _: {"parameters": 0}, "flatten": _flatten, "linear": _linear}


def equivariance_gap(layer, x, down, right, stride=1):
    if max(down % stride, right % stride) > 0:
        raise ValueError("not in whole steps")
    stacked = torch.cat([x, x.roll((down, right), (2, 3))])
    before, after = (layer(part) for part in stacked.split(len(x)))
    return (before.roll((down // stride, right // stride), (2, 3)) - after).abs().flatten().max().item()
