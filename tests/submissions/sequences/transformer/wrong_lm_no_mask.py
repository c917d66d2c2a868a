# expect: transformer_is_causal
# says: The causal mask is missing
# kind: meaningless
"""Attention in both directions."""

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, dim, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.qkv, self.mix = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.first, self.second = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.network = nn.Sequential(nn.Linear(dim, 4 * dim), nn.ReLU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        B, T, D = x.shape
        heads = self.qkv(self.first(x)).view(B, T, 3, self.num_heads, -1).permute(2, 0, 3, 1, 4)
        q, k, v = heads
        scores = q @ k.transpose(-2, -1) / (D // self.num_heads) ** 0.5
        hidden = torch.ones(T, T, dtype=torch.bool).triu(1)
        weights = scores.softmax(-1)
        x = x + self.mix((weights @ v).transpose(1, 2).reshape(B, T, D))
        return x + self.network(self.second(x))


class TransformerLM(nn.Module):
    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.places = nn.Parameter(0.1 * torch.randn(max_length, dim))
        self.blocks = nn.ModuleList(Block(dim, num_heads) for _ in range(num_layers))
        self.norm, self.out = nn.LayerNorm(dim), nn.Linear(dim, num_tokens)

    def forward(self, tokens):
        start = torch.full_like(tokens[:, :1], self.start)
        x = self.table(torch.cat([start, tokens[:, :-1]], 1)) + self.places[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.out(self.norm(x))
