# expect: multi_head_by_hand
# says: not of D
# kind: wrong
"""√D."""

import torch


def multi_head(x, w_q, w_k, w_v, w_o, num_heads):
    batch, length, dim = x.shape
    if dim % num_heads:
        raise ValueError("num_heads must divide D")
    size = dim // num_heads
    q = (x @ w_q.T).view(batch, length, num_heads, size).transpose(1, 2)
    k = (x @ w_k.T).view(batch, length, num_heads, size).transpose(1, 2)
    v = (x @ w_v.T).view(batch, length, num_heads, size).transpose(1, 2)
    scores = q @ k.transpose(2, 3) / dim**0.5
    mask = torch.ones(length, length).tril() == 0
    weights = scores.masked_fill(mask, -torch.inf).softmax(-1)
    heads = weights @ v
    return heads.transpose(1, 2).reshape(batch, length, dim) @ w_o.T
