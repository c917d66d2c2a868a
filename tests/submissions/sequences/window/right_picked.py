"""Only what counts is picked."""

import math

import torch


def windows(tokens, size, pad):
    b, t = tokens.shape
    out = torch.full((b, t, size), pad, dtype=torch.int64)
    for shift in range(1, size + 1):
        if shift < t + 1:
            out[:, shift:, size - shift] = tokens[:, :t - shift]
    return out


def window_logits(contexts, table, weight, bias, out_weight, out_bias):
    n, d = contexts.shape[-1], table.shape[1]
    total = bias
    for i in range(n):
        total = total + table[contexts[..., i]] @ weight[:, i * d:(i + 1) * d].T
    return total.tanh() @ out_weight.t() + out_bias


def sequence_nll(logits, tokens, lengths):
    keep = torch.arange(tokens.shape[1]).expand_as(tokens) < lengths[:, None]
    which = keep.nonzero()[:, 0]
    costs = -logits[keep].log_softmax(-1).gather(1, tokens[keep][:, None])[:, 0]
    return logits.new_zeros(len(tokens)).index_add(0, which, costs)


def perplexity(nll, lengths):
    return nll.double().sum().div(lengths.sum()).exp().to(nll.dtype)


def bits_per_character(nll, num_characters):
    return (nll / math.log(2)).sum() / num_characters.sum().to(nll.dtype)
