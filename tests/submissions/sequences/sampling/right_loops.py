"""Loops, dictionaries and sorted lists."""

import math

import torch


def adjust(logits, temperature=1.0, top_k=None):
    if not temperature > 0:
        raise ValueError("the temperature is positive")
    if top_k is not None and top_k <= 0:
        raise ValueError("at least one value is kept")
    scaled = logits / temperature
    k = scaled.shape[-1] if top_k is None else min(top_k, scaled.shape[-1])
    places = scaled.topk(k, dim=-1).indices
    out = torch.full_like(scaled, -math.inf)
    kept = scaled.gather(-1, places)
    return out.scatter(-1, places, kept - kept.logsumexp(-1, keepdim=True))


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    batch, start = prefix.shape
    text = torch.zeros(batch, length, dtype=torch.long)
    text[:, :start] = prefix
    for t in range(start, length):
        with torch.no_grad():
            law = adjust(model(text)[:, t, :], temperature, top_k)
        text[:, t] = torch.multinomial(law.exp(), 1, generator=generator).squeeze(1)
    return text


def greedy(model, prefix, length):
    batch, start = prefix.shape
    text = torch.zeros(batch, length, dtype=torch.long)
    text[:, :start] = prefix
    for t in range(start, length):
        text[:, t] = torch.argmax(model(text)[:, t], dim=-1)
    return text


def beam_search(model, prefix, length, width):
    beams = [([int(v) for v in prefix], 0.0)]
    for t in range(len(prefix), length):
        batch = torch.zeros(len(beams), length, dtype=torch.long)
        for row, (text, _) in enumerate(beams):
            batch[row, :t] = torch.tensor(text, dtype=torch.long)
        logp = torch.log_softmax(model(batch)[:, t].detach(), -1)
        found = [
            (text + [v], total + logp[row, v])
            for row, (text, total) in enumerate(beams)
            for v in range(logp.shape[1])
        ]
        found.sort(key=lambda one: float(one[1]), reverse=True)
        beams = found[:width]
    tokens = torch.tensor([text for text, _ in beams])
    return tokens, torch.stack([total for _, total in beams])
