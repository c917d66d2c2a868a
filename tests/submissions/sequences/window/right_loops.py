"""Loops over texts and tokens."""

import math

import torch


def windows(tokens, size, pad):
    rows = []
    for text in tokens.tolist():
        long = [pad] * size + text
        rows.append([long[t:t + size] for t in range(len(text))])
    return torch.tensor(rows)


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    e = torch.cat([table[contexts[..., i]] for i in range(contexts.shape[-1])], -1)
    h = torch.tanh((weight @ e[..., None]).squeeze(-1) + bias)
    return (out_weight @ h[..., None]).squeeze(-1) + out_bias


def sequence_nll(logits, tokens, lengths):
    costs = []
    for row, text, n in zip(logits, tokens, lengths.tolist()):
        cost = row.new_zeros(())
        for t in range(n):
            cost = cost + torch.logsumexp(row[t], 0) - row[t, text[t]]
        costs.append(cost)
    return torch.stack(costs)


def perplexity(nll, lengths):
    return torch.exp(sum(nll) / int(lengths.sum()))


def bits_per_character(nll, num_characters):
    return sum(nll) / sum(num_characters) / math.log(2)
