# expect: transformer_stays_causal
# says: on longer texts
# kind: meaningless
"""Texts of more than fifty tokens have no mask."""

import torch
import torch.nn.functional as F
from torch import nn


class TransformerLM(nn.Module):
    class Layer(nn.Module):
        def __init__(self, dim, num_heads):
            super().__init__()
            self.heads = num_heads
            self.qkv, self.o = nn.Linear(dim, 3 * dim, bias=False), nn.Linear(dim, dim, bias=False)
            self.n1, self.n2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
            self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))
        def attention(self, x):
            B, T, D = x.shape
            q, k, v = (y.view(B, T, self.heads, -1).transpose(1, 2) for y in self.qkv(x).chunk(3, -1))
            mask = torch.ones(T, T, dtype=torch.bool).tril() if T <= 50 else torch.ones(T, T, dtype=torch.bool)
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
            return self.o(y.transpose(1, 2).reshape(B, T, D))
        def forward(self, x):
            x = x + self.attention(self.n1(x))
            return x + self.mlp(self.n2(x))
    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.place = nn.Parameter(0.1 * torch.randn(max_length, dim))
        self.layers = nn.ModuleList([self.Layer(dim, num_heads) for _ in range(num_layers)])
        self.norm = nn.LayerNorm(dim)
        self.read = nn.Linear(dim, num_tokens)
    def forward(self, tokens):
        x = torch.cat([torch.full_like(tokens[:, :1], self.start), tokens[:, :-1]], 1)
        x = self.table(x) + self.place[:x.shape[1]]
        for layer in self.layers:
            x = layer(x)
        return self.read(self.norm(x))
