# expect: multi_head_errors
# says: does not divide
# kind: form
"""What is left over is thrown away."""

import torch


def multi_head(x, w_q, w_k, w_v, w_o, num_heads):
    batch, length, dim = x.shape
    size = dim // num_heads
    q = (x @ w_q.T)[..., : size * num_heads].view(batch, length, num_heads, size).transpose(1, 2)
    k = (x @ w_k.T)[..., : size * num_heads].view(batch, length, num_heads, size).transpose(1, 2)
    v = (x @ w_v.T)[..., : size * num_heads].view(batch, length, num_heads, size).transpose(1, 2)
    scores = q @ k.transpose(2, 3) / size**0.5
    mask = torch.ones(length, length).tril() == 0
    weights = scores.masked_fill(mask, -torch.inf).softmax(-1)
    heads = weights @ v
    return torch.cat([heads.transpose(1, 2).flatten(2), x.new_zeros(batch, length, dim - size * num_heads)], 2) @ w_o.T
