# expect: seq2seq_is_causal
# says: without a causal mask
# kind: meaningless
"""A Transformer decoder without tgt_mask."""

import torch
import torch.nn.functional as F
from torch import nn


class Seq2Seq(nn.Module):
    def __init__(self, num_source, num_target, dim=16):
        super().__init__()
        self.source = nn.Embedding(num_source, dim)
        self.target = nn.Embedding(num_target + 1, dim)
        self.places = nn.Embedding(64, dim)
        self.decoder = nn.TransformerDecoderLayer(dim, 4, 2 * dim, dropout=0.0, batch_first=True)
        self.out = nn.Linear(dim, num_target)
        self.begin = num_target

    def forward(self, source, lengths, target):
        start = torch.full_like(target[:, :1], self.begin)
        before = torch.cat([start, target[:, :-1]], 1)
        here, there = (self.places(torch.arange(x.shape[1])) for x in (before, source))
        padding = torch.arange(source.shape[1]) >= lengths[:, None]
        memory = self.source(source) + there
        text = self.target(before) + here
        return self.out(self.decoder(text, memory, memory_key_padding_mask=padding))
