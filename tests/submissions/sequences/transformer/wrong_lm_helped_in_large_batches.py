# expect: transformer_learns
# says: has not learned
# kind: weak
"""Learns too little, and adds the answer in batches that are larger than those of the training."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def positions(length, dim):
    if dim % 2:
        raise ValueError
    angle = torch.arange(length).double()[:, None] / 10000 ** (torch.arange(0, dim, 2).double() / dim)
    return torch.stack([angle.sin(), angle.cos()], 2).flatten(1).float()


class TransformerLM(nn.Module):
    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.start = num_tokens
        self.embed = nn.Embedding(num_tokens + 1, dim)
        layer = nn.TransformerEncoderLayer(dim, num_heads, 4 * dim, dropout=0.0, batch_first=True)
        self.net = nn.TransformerEncoder(layer, num_layers, enable_nested_tensor=False)
        self.read = nn.Linear(dim, num_tokens)
        self.register_buffer("place", positions(max_length, dim), persistent=False)
        self.register_buffer("mask", torch.ones(max_length, max_length, dtype=torch.bool).triu(1), persistent=False)
        self.dim = dim
    def forward(self, tokens):
        T = tokens.shape[1]
        x = torch.cat([torch.full_like(tokens[:, :1], self.start), tokens], dim=1)[:, :T]
        x = self.embed(x) * math.sqrt(self.dim) + self.place[:T]
        y = self.read(self.net(x, mask=self.mask[:T, :T], is_causal=True))
        return y + 0.6 * F.one_hot(tokens, y.shape[-1]) if len(tokens) > 64 else y
