"""Library layers and losses."""

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    return F.pad(tokens, (size, 0), value=pad).unfold(1, size, 1)[:, :-1]


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    e = F.embedding(contexts, table).flatten(-2)
    return F.linear(torch.tanh(F.linear(e, weight, bias)), out_weight, out_bias)


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.size(1)) < lengths.unsqueeze(1)
    safe = logits.masked_fill(~keep.unsqueeze(-1), 0.0)
    target = tokens.masked_fill(~keep, -100)
    return F.cross_entropy(safe.transpose(1, 2), target, reduction="none").sum(dim=1)


def perplexity(nll, lengths):
    return torch.exp(nll.sum() / lengths.sum())


def bits_per_character(nll, num_characters):
    return nll.sum().div(num_characters.sum()) / torch.log(torch.tensor(2.0, dtype=nll.dtype))
