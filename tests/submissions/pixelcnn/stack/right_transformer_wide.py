"""A wide causal transformer: right, and slow. One training of the published size takes 20 s."""

import torch
import torch.nn.functional as F
from torch import nn


def _positions(n, width, like):
    """Sines and cosines of the place in a row of `n`: (n, width)."""
    place = torch.arange(n, dtype=like.dtype, device=like.device)[:, None]
    rate = 0.3 ** torch.arange(0, 4, dtype=like.dtype, device=like.device)
    waves = torch.cat([torch.sin(place * rate), torch.cos(place * rate)], dim=1)
    return F.pad(waves, (0, width - waves.shape[1]))


class _Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.mlp = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)

    def forward(self, h):
        B, T, D = h.shape
        q, k, v = self.qkv(self.norm1(h)).view(B, T, 3, 4, D // 4).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        h = h + self.out(a.transpose(1, 2).reshape(B, T, D))
        return h + self.mlp(self.norm2(h))


class PixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        if in_channels not in (1, 3):
            raise ValueError("in_channels must be 1 or 3")
        width = self.width = 96
        self.value = nn.Linear(4, width)
        self.place = nn.Linear(24, width)
        self.blocks = nn.ModuleList([_Block(width) for _ in range(2)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, num_values)

    def forward(self, x):
        B, C, H, W = x.shape
        tokens = (2 * x - 1).permute(0, 2, 3, 1).reshape(B, -1)  # raster order, channels innermost
        n = tokens.shape[1]
        steps = (1, C * (W - 1), C * W, C * (W + 1))  # what comes just before, and in the row above
        past = torch.stack([F.pad(tokens, (step, 0))[:, :n] for step in steps], dim=-1)
        h = self.value(past)
        rows = _positions(H, 8, x).repeat_interleave(W * C, 0)
        columns = _positions(W, 8, x).repeat_interleave(C, 0).repeat(H, 1)
        colors = _positions(C, 8, x).repeat(H * W, 1)
        h = h + self.place(torch.cat([rows, columns, colors], dim=1))
        for block in self.blocks:
            h = block(h)
        logits = self.head(self.norm(h))
        return logits.view(B, H, W, C, -1).permute(0, 4, 3, 1, 2)
