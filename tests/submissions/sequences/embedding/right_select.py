"""index_select, a recursive cut, distances on the sphere."""

import torch


def embed(tokens, table):
    return table.index_select(0, tokens.flatten()).view(tokens.shape + table.shape[1:])


def cosine(a, b):
    return (a * b / (a.norm(dim=-1, keepdim=True) * b.norm(dim=-1, keepdim=True))).sum(-1)


def nearest(table, query, k=1, exclude=()):
    left = sorted(set(range(len(table))) - set(exclude))
    if len(left) < k:
        raise ValueError
    scores = cosine(table, query)
    order = sorted(left, key=lambda v: scores[v].item(), reverse=True)
    return torch.as_tensor(order[:k], dtype=torch.long)


def analogy(table, a, b, c):
    unit = table / table.norm(dim=1, keepdim=True)
    target = unit[b] - unit[a] + unit[c]
    gaps = torch.cdist(unit, (target / target.norm())[None]).flatten()
    gaps[[a, b, c]] = float("inf")
    return int(gaps.argmin())


def encode(text, pieces):
    if text == "":
        return []
    token = max(
        (t for t, p in enumerate(pieces) if text.startswith(p)),
        key=lambda t: len(pieces[t]),
        default=None,
    )
    if token is None:
        raise ValueError("no piece fits")
    return [token, *encode(text[len(pieces[token]):], pieces)]
