"""nn.Transformer with all its masks."""

import torch
import torch.nn.functional as F
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.source = nn.Embedding(num_source, dim)
        self.target = nn.Embedding(num_target + 1, dim)
        self.places = nn.Parameter(torch.randn(256, dim) * 0.1)
        self.both = nn.Transformer(
            dim, 4, 1, 1, 2 * dim, dropout=0.1, batch_first=True, norm_first=True
        )
        self.out = nn.Linear(dim, num_target)
        self.begin = num_target

    def forward(self, source, lengths, target):
        start = torch.full_like(target[:, :1], self.begin)
        before = torch.cat([start, target[:, :-1]], dim=1)
        padding = torch.arange(source.shape[1])[None] >= lengths[:, None]
        later = torch.ones(before.shape[1], before.shape[1], dtype=torch.bool).triu(1)
        memory = self.both.encoder(
            self.source(source) + self.places[: source.shape[1]], src_key_padding_mask=padding
        )
        memory = F.pad(memory, (0, 0, 0, source.shape[1] - memory.shape[1]))
        text = self.target(before) + self.places[: before.shape[1]]
        states = self.both.decoder(
            text, memory, tgt_mask=later, memory_key_padding_mask=padding
        )
        return self.out(states)
