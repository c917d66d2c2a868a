"""No vectors of places: scores know how far apart two places are."""

import torch
import torch.nn.functional as F
from torch import nn


class Layer(nn.Module):
    def __init__(self, dim, num_heads, reach):
        super().__init__()
        self.num_heads = num_heads
        self.far = nn.Parameter(torch.randn(num_heads, reach) * 0.3)
        self.q, self.k, self.v, self.o = (nn.Linear(dim, dim) for _ in range(4))
        self.up, self.down = nn.Linear(dim, 3 * dim), nn.Linear(3 * dim, dim)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        batch, length, dim = x.shape
        split = lambda z: z.view(batch, length, self.num_heads, -1).transpose(1, 2)
        h = self.norm(x)
        q, k, v = split(self.q(h)), split(self.k(h)), split(self.v(h))
        apart = torch.arange(length)[:, None] - torch.arange(length)
        scores = torch.einsum("bhqd,bhkd->bhqk", q, k) / q.shape[-1] ** 0.5
        scores = scores + self.far[:, apart.clamp(min=0)]
        scores = torch.where(apart < 0, -1e30, scores)
        mixed = torch.einsum("bhqk,bhkd->bqhd", scores.softmax(-1), v).flatten(2)
        x = x + self.o(mixed)
        return x + self.down(F.silu(self.up(x)))


class TransformerLM(nn.Module):
    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.table = nn.Embedding(num_tokens + 1, dim, padding_idx=num_tokens)
        self.layers = nn.Sequential(*(Layer(dim, num_heads, max_length) for _ in range(num_layers)))
        self.out = nn.Linear(dim, num_tokens, bias=False)

    def forward(self, tokens):
        shifted = F.pad(tokens, (1, 0), value=self.out.out_features)[:, :-1]
        return self.out(self.layers(self.table(shifted))).log_softmax(-1)
