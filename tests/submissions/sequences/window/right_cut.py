"""Texts are cut off at their ends; windows by slices."""

import math

import torch


def windows(tokens, size, pad):
    front = torch.full((len(tokens), size), pad)
    long = torch.cat((front, tokens), 1)
    return torch.stack([long[:, i:i + tokens.shape[1]] for i in range(size)], 2)


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    e = table[contexts].reshape(*contexts.shape[:-1], -1)
    h = 2 * torch.sigmoid(2 * (e @ weight.T + bias)) - 1
    return h @ out_weight.T + out_bias


def sequence_nll(logits, tokens, lengths):
    out = []
    for b, n in enumerate(lengths):
        n = int(n)
        log_probs = torch.log_softmax(logits[b, :n], dim=-1)
        out.append(-log_probs[torch.arange(n), tokens[b, :n]].sum())
    return torch.stack(out)


def perplexity(nll, lengths):
    return math.e ** (nll.sum() / lengths.sum())


def bits_per_character(nll, num_characters):
    return perplexity(nll, num_characters).log2()
