"""Inverse distribution functions, long fillers, doubles inside."""

import torch


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature > 0, top_k > 0")
    values = logits.shape[-1]
    shifted = (logits - logits.max(-1, keepdim=True).values) / temperature
    if top_k is not None and top_k < values:
        cut = shifted.kthvalue(values - top_k + 1, dim=-1, keepdim=True).values
        shifted = shifted.masked_fill(shifted < cut, -torch.inf)
    return shifted - shifted.logsumexp(-1, keepdim=True)


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix.clone()
    for t in range(prefix.shape[1], length):
        filled = torch.cat([text, torch.zeros(len(text), length - t).long()], 1)
        probs = adjust(model(filled)[:, t].detach().double(), temperature, top_k).exp()
        u = torch.rand(len(text), 1, generator=generator, dtype=torch.float64)
        token = (probs.cumsum(-1) <= u).sum(-1).clamp(max=probs.shape[-1] - 1)
        text = torch.cat([text, token[:, None]], 1)
    return text


def greedy(model, prefix, length):
    text = prefix.clone()
    for t in range(prefix.shape[1], length):
        filled = torch.cat([text, torch.zeros(len(text), 1).long()], 1)
        text = torch.cat([text, model(filled)[:, t].topk(1).indices], 1)
    return text


def beam_search(model, prefix, length, width):
    tokens, totals = prefix.clone().view(1, -1), 0.0
    for t in range(len(prefix), length):
        filled = torch.cat([tokens, torch.zeros(len(tokens), 1).long()], 1)
        logits = model(filled)[:, t]
        sums = totals + logits - logits.logsumexp(-1, keepdim=True)
        count = min(width, sums.numel())
        best = sums.reshape(-1).topk(count)
        parents = torch.div(best.indices, sums.shape[1], rounding_mode="floor")
        tokens = torch.cat([tokens[parents], (best.indices % sums.shape[1])[:, None]], 1)
        totals = best.values[:, None]
    return tokens, totals.flatten()
