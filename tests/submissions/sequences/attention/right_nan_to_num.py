"""NaN is replaced, and masked_fill stops its gradient."""

import torch
import torch.nn.functional as F


def padding_mask(lengths, size):
    return torch.stack([torch.arange(size) < length for length in lengths])


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = torch.einsum("bqd,bkd->bqk", query, keys) * scale
    if allowed is None:
        return F.softmax(scores, dim=-1)
    scores = scores.masked_fill(torch.logical_not(allowed), float("-inf"))
    return torch.nan_to_num(F.softmax(scores, dim=-1), nan=0.0)


def attend(query, keys, values, allowed=None, scale=1.0):
    return torch.einsum("bqk,bke->bqe", attention_weights(query, keys, allowed, scale), values)
