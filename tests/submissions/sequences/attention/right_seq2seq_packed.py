"""A packed encoder that reads from both ends, and a decoder step by step."""

import torch
import torch.nn.functional as F
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.source = nn.Embedding(num_source, dim)
        self.target = nn.Embedding(num_target, dim)
        self.begin = nn.Parameter(torch.zeros(dim))
        self.encoder = nn.LSTM(dim, dim, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(2 * dim, dim)
        self.cell = nn.LSTMCell(2 * dim, dim)
        self.out = nn.Linear(2 * dim, num_target)

    def forward(self, source, lengths, target):
        packed = nn.utils.rnn.pack_padded_sequence(
            self.source(source), lengths, batch_first=True, enforce_sorted=False
        )
        encoded, _ = self.encoder(packed)
        encoded, _ = nn.utils.rnn.pad_packed_sequence(
            encoded, batch_first=True, total_length=source.shape[1]
        )
        keys = self.bridge(encoded)
        allowed = (torch.arange(source.shape[1]) < lengths[:, None])[:, None]
        h = torch.tanh(keys[:, 0])
        c = torch.zeros_like(h)
        context = attend(h[:, None], keys, keys, allowed)[:, 0]
        fed = self.begin.expand(len(target), -1)
        logits = []
        for t in range(target.shape[1]):
            h, c = self.cell(torch.cat([fed, context], 1), (h, c))
            context = attend(h[:, None], keys, keys, allowed)[:, 0]
            logits.append(self.out(torch.cat([h, context], 1)))
            fed = self.target(target[:, t])
        return torch.stack(logits, 1)
