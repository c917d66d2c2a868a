"""torch's own attention, with what it leaves open put right."""

import torch
import torch.nn.functional as F


def padding_mask(lengths, size):
    return ~(torch.arange(size).expand(len(lengths), -1) >= lengths[:, None])


def attention_weights(query, keys, allowed=None, scale=1.0):
    values = torch.eye(keys.shape[1], dtype=keys.dtype).expand(len(keys), -1, -1)
    return attend(query, keys, values, allowed, scale)


def attend(query, keys, values, allowed=None, scale=1.0):
    if allowed is None:
        return F.scaled_dot_product_attention(query, keys, values, scale=scale)
    seen = allowed.expand(len(query), query.shape[1], keys.shape[1])
    some = seen.any(-1, keepdim=True)
    found = F.scaled_dot_product_attention(query, keys, values, seen | ~some, scale=scale)
    return found * some
