"""A trie, and results that are views."""

import torch
import torch.nn.functional as F


def embed(tokens, table):
    columns = table.T[:, tokens.reshape(-1)]
    return columns.T.reshape(*tokens.shape, table.shape[1])


def cosine(a, b):
    return (F.normalize(a, dim=-1).double() * F.normalize(b, dim=-1).double()).sum(-1).to(a.dtype)


def nearest(table, query, k=1, exclude=()):
    order = cosine(table, query).argsort(descending=True)
    for row in exclude:
        order = order[order != row]
    if order.numel() < k:
        raise ValueError(f"{k} rows of {order.numel()}")
    return order[:k]


def analogy(table, a, b, c):
    unit = F.normalize(table.double(), dim=1)
    for row in nearest(unit, unit[b] - unit[a] + unit[c], min(4, len(table))).tolist():
        if row != a and row != b and row != c:
            return row


def encode(text, pieces):
    root = {}
    for token, piece in enumerate(pieces):
        node = root
        for letter in piece:
            node = node.setdefault(letter, {})
        node[None] = token
    tokens, place = [], 0
    while place < len(text):
        node, end, found = root, place, None
        while end < len(text) and text[end] in node:
            node = node[text[end]]
            end += 1
            if None in node:
                found = (end, node[None])
        if found is None:
            raise ValueError("stuck")
        place = found[0]
        tokens.append(found[1])
    return tokens
