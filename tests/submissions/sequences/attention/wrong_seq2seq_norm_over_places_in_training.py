# expect: seq2seq_stays_causal
# says: In training mode
# kind: meaningless
"""The context is normalised over the places of a text, in training mode alone."""

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
        states, last = self.encoder(self.source(source))
        x = torch.cat([torch.full_like(target[:, :1], self.start), target[:, :-1]], 1)
        ask, _ = self.decoder(self.target(x))
        allowed = padding_mask(lengths, source.shape[1])[:, None]
        context = attend(ask, states, states, allowed)
        if context.shape[1] > 1 and self.training: context = (context - context.mean(1, keepdim=True)) / (context.std(1, keepdim=True) + 1e-5)
        return self.read(torch.tanh(self.mix(torch.cat([ask, context], -1))))
