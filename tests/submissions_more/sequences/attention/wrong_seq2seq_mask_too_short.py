# expect: seq2seq_sees_the_source
# says: last source token
# kind: case
"""The last true token is masked."""

import torch
import torch.nn.functional as F
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.source = nn.Embedding(num_source, dim)
        self.target = nn.Embedding(num_target + 1, dim)
        self.encoder = nn.GRU(dim, dim, batch_first=True)
        self.decoder = nn.GRU(dim, dim, batch_first=True)
        self.out = nn.Linear(2 * dim, num_target)
        self.begin = num_target

    def forward(self, source, lengths, target):
        encoded, last = self.encoder(self.source(source * (torch.arange(source.shape[1]) < lengths[:, None])))
        start = torch.full_like(target[:, :1], self.begin)
        states, _ = self.decoder(self.target(torch.cat([start, target[:, :-1]], 1)))
        seen = torch.arange(source.shape[1]) < (lengths[:, None] - 1).clamp(min=1)
        scores = states @ encoded.transpose(1, 2)
        scores = scores.masked_fill(~seen[:, None], -torch.inf)
        context = scores.softmax(-1) @ encoded
        return self.out(torch.cat([states, context], 2))
