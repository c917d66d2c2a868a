"""Additive attention, log-probabilities in place of logits, and a cell of its own."""

import torch
import torch.nn.functional as F
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.num_target = num_target
        self.source = nn.Linear(num_source, dim)
        self.encoder = nn.RNN(dim, dim, batch_first=True)
        self.decoder = nn.RNN(num_target, dim, batch_first=True)
        self.key, self.query = nn.Linear(dim, dim), nn.Linear(dim, dim, bias=False)
        self.score = nn.Linear(dim, 1, bias=False)
        self.out = nn.Sequential(nn.Linear(2 * dim, dim), nn.Tanh(), nn.Linear(dim, num_target))

    def forward(self, source, lengths, target):
        dtype = self.source.weight.dtype
        codes = F.one_hot(source, self.source.in_features).to(dtype)
        encoded, _ = self.encoder(self.source(codes))
        shifted = F.one_hot(target, self.num_target).to(dtype)[:, :-1]
        states, _ = self.decoder(F.pad(shifted, (0, 0, 1, 0)))
        scores = self.score(torch.tanh(self.query(states)[:, :, None] + self.key(encoded)[:, None]))
        seen = (torch.arange(source.shape[1]) < lengths[:, None])[:, None, :]
        scores = torch.where(seen, scores.squeeze(-1), -1e9)
        context = torch.softmax(scores, -1) @ encoded
        return torch.log_softmax(self.out(torch.cat([states, context], -1)), -1)
