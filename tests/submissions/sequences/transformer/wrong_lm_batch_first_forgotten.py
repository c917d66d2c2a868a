# expect: transformer_is_causal
# says: other texts of its batch
# kind: meaningless
"""torch's layers take (T, B, D), unless they are told."""

import torch
import torch.nn.functional as F
from torch import nn


class TransformerLM(nn.Module):
    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.places = nn.Embedding(max_length, dim)
        layer = nn.TransformerEncoderLayer(dim, num_heads, 4 * dim, dropout=0.0)
        self.layers = nn.TransformerEncoder(layer, num_layers)
        self.out = nn.Linear(dim, num_tokens)

    def forward(self, tokens):
        start = torch.full_like(tokens[:, :1], self.start)
        x = self.table(torch.cat([start, tokens[:, :-1]], 1))
        x = x + self.places(torch.arange(x.shape[1]))
        later = torch.ones(len(x), len(x), dtype=torch.bool).triu(1)
        return self.out(self.layers(x, mask=later))
