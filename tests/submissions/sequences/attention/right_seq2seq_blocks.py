"""Attention without recurrence on either side, written out."""

import torch
import torch.nn.functional as F
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.source = nn.Embedding(num_source, dim)
        self.target = nn.Embedding(num_target + 1, dim)
        self.mix = nn.ModuleList(nn.Linear(dim, dim, bias=False) for _ in range(9))
        self.network = nn.Sequential(nn.Linear(dim, 2 * dim), nn.ReLU(), nn.Linear(2 * dim, dim))
        self.out = nn.Linear(dim, num_target)
        self.begin = num_target

    def waves(self, x):
        place = torch.arange(x.shape[1], dtype=x.dtype)[:, None]
        half = x.shape[2] // 2
        rate = torch.exp(-torch.arange(half, dtype=x.dtype))
        return x + torch.cat([torch.sin(place * rate), torch.cos(place * rate)], 1)

    def look(self, which, x, memory, allowed):
        q, k, v = (self.mix[3 * which + n] for n in range(3))
        return x + attend(q(x), k(memory), v(memory), allowed, x.shape[2] ** -0.5)

    def forward(self, source, lengths, target):
        seen = padding_mask(lengths, source.shape[1])[:, None]
        memory = self.waves(self.source(source))
        memory = self.look(0, memory, memory, seen)
        start = torch.full((len(target), 1), self.begin)
        x = self.waves(self.target(torch.cat([start, target[:, :-1]], 1)))
        earlier = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).tril()
        x = self.look(1, x, x, earlier)
        x = self.look(2, x, memory, seen)
        return self.out(x + self.network(x))
