"""Gumbel noise, grown texts, indices by unravelling."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0:
        raise ValueError(temperature)
    if top_k is not None:
        if top_k < 1:
            raise ValueError(top_k)
        order = logits.argsort(-1, descending=True)
        rank = torch.empty_like(order).scatter_(-1, order, torch.arange(logits.shape[-1]).expand_as(order))
        logits = torch.where(rank < top_k, logits, float("-inf"))
    return F.log_softmax(logits / temperature, dim=-1)


@torch.no_grad()
def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix
    while text.size(1) < length:
        one_more = torch.cat([text, text.new_zeros(text.size(0), 1)], dim=1)
        law = adjust(model(one_more)[:, -1], temperature, top_k)
        uniform = torch.rand(law.shape, generator=generator, dtype=torch.float64).clamp(min=1e-300)
        token = (law.double() - (-uniform.log()).log()).argmax(-1, keepdim=True)
        text = torch.cat([text, token], dim=1)
    return text


@torch.no_grad()
def greedy(model, prefix, length):
    text = prefix
    while text.size(1) < length:
        logits = model(torch.cat([text, text.new_zeros(text.size(0), 1)], dim=1))
        text = torch.cat([text, adjust(logits[:, -1], top_k=1).argmax(-1, keepdim=True)], dim=1)
    return text


@torch.no_grad()
def beam_search(model, prefix, length, width):
    tokens = prefix.unsqueeze(0)
    totals = None
    while tokens.size(1) < length:
        logp = F.log_softmax(model(F.pad(tokens, (0, 1)))[:, -1], -1)
        sums = logp if totals is None else logp + totals.unsqueeze(1)
        ranked = sums.flatten().sort(descending=True)
        rows, columns = torch.unravel_index(ranked.indices[:width], sums.shape)
        totals = ranked.values[:width]
        tokens = torch.cat([tokens[rows], columns.unsqueeze(1)], dim=1)
    return tokens, totals
