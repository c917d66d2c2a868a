"""Einsum and one-hot vectors."""

import math

import torch
import torch.nn.functional as F


def windows(tokens, size, pad):
    t = torch.arange(tokens.shape[1])[:, None] - torch.arange(size, 0, -1)[None]
    out = tokens[:, t.clamp(min=0)]
    out[:, t < 0] = pad
    return out


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    h, n = weight.shape[0], contexts.shape[-1]
    e = F.one_hot(contexts, table.shape[0]).to(table) @ table
    z = torch.einsum("hnd,...nd->...h", weight.view(h, n, -1), e) + bias
    return torch.einsum("vh,...h->...v", out_weight, z.tanh()) + out_bias


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1])[None] < lengths[:, None]
    clean = torch.nan_to_num(logits).where(keep[..., None], torch.zeros_like(logits))
    hot = F.one_hot(tokens.clamp(min=0), logits.shape[-1]).to(logits) * keep[..., None]
    return -(hot * F.log_softmax(clean, -1)).sum((1, 2))


def perplexity(nll, lengths):
    weights = lengths.to(nll) / lengths.sum()
    rates = torch.where(lengths > 0, nll / lengths.clamp(min=1), 0)
    return (weights * rates).sum().exp().to(nll.dtype)


def bits_per_character(nll, num_characters):
    return nll.sum() / (num_characters.sum().to(nll) * math.log(2))
