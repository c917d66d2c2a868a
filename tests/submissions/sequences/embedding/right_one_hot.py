"""One-hot products and NumPy."""

import numpy as np
import torch


def embed(tokens, table):
    hot = torch.nn.functional.one_hot(tokens, table.size(0)).to(table.dtype)
    return hot @ table


def cosine(a, b):
    ua = a / torch.linalg.vector_norm(a, dim=-1, keepdim=True)
    ub = b / torch.linalg.vector_norm(b, dim=-1, keepdim=True)
    return torch.einsum("...d,...d->...", ua, ub)


def nearest(table, query, k=1, exclude=()):
    t, q = table.detach().double().numpy(), query.detach().double().numpy()
    scores = (t @ q) / (np.linalg.norm(t, axis=1) * np.linalg.norm(q))
    order = [int(v) for v in np.argsort(-scores) if int(v) not in set(exclude)]
    if len(order) < k:
        raise ValueError("not enough rows")
    return torch.from_numpy(np.array(order[:k], dtype=np.int64))


def analogy(table, a, b, c):
    t = table.detach().double().numpy()
    t = t / np.linalg.norm(t, axis=1, keepdims=True)
    scores = t @ (t[b] - t[a] + t[c])
    scores[[a, b, c]] = -np.inf
    return int(np.argmax(scores))


def encode(text, pieces):
    table = {p: i for i, p in enumerate(pieces)}
    longest = max(map(len, pieces), default=0)
    out = []
    i = 0
    while i < len(text):
        for size in range(min(longest, len(text) - i), 0, -1):
            if text[i:i + size] in table:
                out.append(table[text[i:i + size]])
                i += size
                break
        else:
            raise ValueError(text[i:])
    return out
