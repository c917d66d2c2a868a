# expect: seq2seq_ignores_padding
# says: other pairs are in its batch
# kind: weak
"""Sources of larger batches are cut to the shortest one."""

import torch
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.start = num_target
        self.source, self.target = nn.Embedding(num_source, dim), nn.Embedding(num_target + 1, dim)
        self.encoder, self.decoder = nn.GRU(dim, dim, batch_first=True), nn.GRU(dim, dim, batch_first=True)
        self.mix, self.read = nn.Linear(2 * dim, dim), nn.Linear(dim, num_target)
    def forward(self, source, lengths, target):
        n = int(lengths.min()) if len(lengths) > 4 else source.shape[1]
        source, lengths = source[:, :n], lengths.clamp(max=n)
        states, last = self.encoder(self.source(source))
        x = torch.cat([torch.full_like(target[:, :1], self.start), target[:, :-1]], 1)
        ask, _ = self.decoder(self.target(x))
        allowed = padding_mask(lengths, source.shape[1])[:, None]
        context = attend(ask, states, states, allowed)
        return self.read(torch.tanh(self.mix(torch.cat([ask, context], -1))))
