"""Plain loops over numbers."""

import torch


def embed(tokens, table):
    rows = [table[int(t)] for t in tokens.reshape(-1)]
    return torch.stack(rows).reshape(*tokens.shape, table.shape[1])


def cosine(a, b):
    a, b = torch.broadcast_tensors(a, b)
    a = a / (a * a).sum(-1, keepdim=True).sqrt()
    b = b / (b * b).sum(-1, keepdim=True).sqrt()
    total = 0
    for d in range(a.shape[-1]):
        total = total + a[..., d] * b[..., d]
    return total


def nearest(table, query, k=1, exclude=()):
    scored = sorted(
        (-float(cosine(row, query)), v) for v, row in enumerate(table) if v not in exclude
    )
    if len(scored) < k:
        raise ValueError("fewer than k rows are left")
    return torch.tensor([v for _, v in scored[:k]])


def analogy(table, a, b, c):
    unit = [row / row.norm() for row in table]
    target = unit[b] - unit[a] + unit[c]
    best, found = -2.0, -1
    for v, row in enumerate(unit):
        here = float(cosine(row, target))
        if v not in (a, b, c) and here > best:
            best, found = here, v
    return found


def encode(text, pieces):
    tokens = []
    start = 0
    while start != len(text):
        best = -1
        for token, piece in enumerate(pieces):
            if text[start:start + len(piece)] == piece:
                if best < 0 or len(piece) > len(pieces[best]):
                    best = token
        if best < 0:
            raise ValueError("no piece fits")
        tokens.append(best)
        start += len(pieces[best])
    return tokens
