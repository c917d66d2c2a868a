"""Library functions throughout."""

import torch
import torch.nn.functional as F


def embed(tokens, table):
    return F.embedding(tokens, table)


def cosine(a, b):
    return F.cosine_similarity(a, b, dim=-1)


def nearest(table, query, k=1, exclude=()):
    keep = torch.ones(len(table), dtype=torch.bool)
    keep[list(exclude)] = False
    left = keep.nonzero().flatten()
    if k > len(left):
        raise ValueError("too few")
    return left[F.cosine_similarity(table[left], query, dim=-1).topk(k).indices]


def analogy(table, a, b, c):
    e = F.normalize(table, dim=-1)
    return nearest(e, e[b] - e[a] + e[c], 1, (a, b, c)).item()


def encode(text, pieces):
    import re
    numbers = {piece: token for token, piece in enumerate(pieces)}
    if not text:
        return []
    if not pieces:
        raise ValueError("no pieces")
    fits = re.compile("|".join(re.escape(p) for p in sorted(pieces, key=len, reverse=True)))
    tokens, place = [], 0
    while place < len(text):
        match = fits.match(text, place)
        if match is None:
            raise ValueError(f"nothing fits at {place}")
        tokens.append(numbers[match.group()])
        place = match.end()
    return tokens
