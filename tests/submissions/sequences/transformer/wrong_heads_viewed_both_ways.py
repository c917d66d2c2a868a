# expect: multi_head_by_hand
# says: and when they are joined
# kind: wrong
"""Heads are split and joined by view alone, without swapping places and heads."""

import math

import torch


def multi_head(x, w_q, w_k, w_v, w_o, num_heads):
    B, T, D = x.shape
    if D % num_heads:
        raise ValueError("heads")
    d = D // num_heads
    q, k, v = ((x @ w.T).view(B, num_heads, T, d) for w in (w_q, w_k, w_v))
    scores = q @ k.transpose(2, 3) / math.sqrt(d)
    mask = torch.ones(T, T, dtype=torch.bool).triu(1)
    y = scores.masked_fill(mask, -torch.inf).softmax(-1) @ v
    return y.reshape(B, T, D) @ w_o.T
