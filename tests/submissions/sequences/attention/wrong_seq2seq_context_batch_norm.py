# expect: seq2seq_stays_causal
# says: In training mode
# kind: meaningless
"""The context is normalised over the batch and all places: while it trains, it sees what comes later."""

import torch
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.start = num_target
        self.source, self.target = nn.Embedding(num_source, dim), nn.Embedding(num_target + 1, dim)
        self.encoder, self.decoder = nn.GRU(dim, dim, batch_first=True), nn.GRU(dim, dim, batch_first=True)
        self.bn = nn.BatchNorm1d(dim)
        self.mix, self.read = nn.Linear(2 * dim, dim), nn.Linear(dim, num_target)
    def forward(self, source, lengths, target):
        states, last = self.encoder(self.source(source))
        x = torch.cat([torch.full_like(target[:, :1], self.start), target[:, :-1]], 1)
        ask, _ = self.decoder(self.target(x))
        allowed = padding_mask(lengths, source.shape[1])[:, None]
        context = self.bn(attend(ask, states, states, allowed).mT).mT
        return self.read(torch.tanh(self.mix(torch.cat([ask, context], -1))))
