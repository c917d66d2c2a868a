"""All replacements in one call; waves by exp and log; scaled_dot_product_attention."""

import math

import torch
import torch.nn.functional as F
from torch import nn


@torch.inference_mode()
def influence(model, tokens, num_tokens):
    (length,) = tokens[0].shape
    every = tokens.expand(length * num_tokens, -1).clone()
    rows = torch.arange(length * num_tokens)
    every[rows, rows // num_tokens] = rows % num_tokens
    answers = model(torch.cat([every, tokens])).log_softmax(2)
    moved = (answers[:-1] - answers[-1]).abs().amax(2)
    return moved.view(length, num_tokens, length).amax(1).clone()


def positions(length, dim):
    if dim % 2:
        raise ValueError(dim)
    found = torch.zeros(length, dim)
    place = torch.arange(length).unsqueeze(1)
    rate = torch.exp(torch.arange(0, dim, 2) * (-math.log(10000.0) / dim))
    found[:, 0::2] = torch.sin(place * rate)
    found[:, 1::2] = torch.cos(place * rate)
    return found


def multi_head(x, w_q, w_k, w_v, w_o, num_heads):
    if x.size(-1) % num_heads:
        raise ValueError(num_heads)
    parts = (F.linear(x, w).unflatten(-1, (num_heads, -1)).movedim(2, 1) for w in (w_q, w_k, w_v))
    heads = F.scaled_dot_product_attention(*parts, is_causal=True)
    return F.linear(heads.movedim(1, 2).flatten(2), w_o)


class TransformerLM(nn.Module):
    """Fixed waves, norms before each part, matrices of its own."""

    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.num_heads = num_heads
        self.start = nn.Parameter(torch.randn(dim) * 0.1)
        self.table = nn.Parameter(torch.randn(num_tokens, dim))
        self.out = nn.Parameter(torch.randn(num_tokens, dim) * dim**-0.5)
        self.register_buffer("waves", positions(max_length, dim))
        square = lambda: nn.Parameter(torch.randn(dim, dim) * dim**-0.5)
        self.squares = nn.ParameterList(square() for _ in range(4 * num_layers))
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(2 * num_layers))
        self.networks = nn.ModuleList(
            nn.Sequential(nn.Linear(dim, 2 * dim), nn.Tanh(), nn.Linear(2 * dim, dim))
            for _ in range(num_layers)
        )

    def forward(self, tokens):
        begin = self.start.expand(len(tokens), 1, -1)
        x = torch.cat([begin, self.table[tokens[:, :-1]]], 1) + self.waves[: tokens.shape[1]]
        for n, network in enumerate(self.networks):
            w = list(self.squares)[4 * n : 4 * n + 4]
            x = x + multi_head(self.norms[2 * n](x), *w, self.num_heads)
            x = x + network(self.norms[2 * n + 1](x))
        return x @ self.out.T
