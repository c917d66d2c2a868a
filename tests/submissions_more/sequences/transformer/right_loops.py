"""Head by head and place by place; one call of the model for each replacement."""

import math

import torch


def influence(model, tokens, num_tokens):
    places = tokens.shape[1]
    before = torch.log_softmax(model(tokens)[0], 1)
    found = torch.zeros(places, places, dtype=before.dtype)
    for s in range(places):
        for value in range(num_tokens):
            if value == tokens[0, s]:
                continue
            other = tokens.clone()
            other[0, s] = value
            after = torch.log_softmax(model(other)[0], 1)
            for t in range(places):
                found[s, t] = max(found[s, t], (after[t] - before[t]).abs().max())
    return found


def positions(length, dim):
    if dim % 2 == 1:
        raise ValueError("an odd dim")
    rows = []
    for p in range(length):
        row = []
        for i in range(dim // 2):
            angle = p / 10000 ** (2 * i / dim)
            row += [math.sin(angle), math.cos(angle)]
        rows.append(row)
    return torch.tensor(rows)


def multi_head(x, w_q, w_k, w_v, w_o, num_heads):
    length, dim = x.shape[1:]
    if dim % num_heads:
        raise ValueError("heads")
    size, heads = dim // num_heads, []
    for j in range(num_heads):
        part = slice(j * size, (j + 1) * size)
        q, k, v = (x @ w[part].T for w in (w_q, w_k, w_v))
        rows = []
        for t in range(length):
            scores = (q[:, t : t + 1] * k[:, : t + 1]).sum(2) / math.sqrt(size)
            rows.append((scores.softmax(1)[:, :, None] * v[:, : t + 1]).sum(1))
        heads.append(torch.stack(rows, 1))
    return torch.cat(heads, 2) @ w_o.T
