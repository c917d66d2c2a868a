"""One query and one key at a time."""

import torch


def padding_mask(lengths, size):
    rows = [[place < length for place in range(size)] for length in lengths.tolist()]
    return torch.tensor(rows, dtype=torch.bool)


def attention_weights(query, keys, allowed=None, scale=1.0):
    batch, queries, count = len(query), query.shape[1], keys.shape[1]
    if allowed is None:
        allowed = torch.ones(batch, queries, count, dtype=torch.bool)
    allowed = allowed.expand(batch, queries, count)
    texts = []
    for b in range(batch):
        rows = []
        for q in range(queries):
            seen = [k for k in range(count) if allowed[b, q, k]]
            row = [query.new_zeros(()) for _ in range(count)]
            if seen:
                scores = torch.stack([scale * (query[b, q] * keys[b, k]).sum() for k in seen])
                weights = torch.exp(scores - torch.logsumexp(scores, 0))
                for place, k in enumerate(seen):
                    row[k] = weights[place]
            rows.append(torch.stack(row))
        texts.append(torch.stack(rows))
    return torch.stack(texts)


def attend(query, keys, values, allowed=None, scale=1.0):
    weights = attention_weights(query, keys, allowed, scale)
    return (weights.unsqueeze(3) * values.unsqueeze(1)).sum(2)
