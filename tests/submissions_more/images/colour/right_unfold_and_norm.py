"""Unfolded patches and einsum; layer norm inside each colour's block of one pixel; SiLU."""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def coarsen(x256, num_values):
    if num_values not in (2, 4, 8, 16, 32, 64, 128, 256):
        raise ValueError("num_values has to divide 256")
    return x256 >> (8 - int(math.log2(num_values)))


def nll_by_channel(logits, x):
    log_p = torch.log_softmax(logits, dim=1)
    return -torch.take_along_dim(log_p, x[:, None], dim=1).sum(dim=(1, 3, 4))


def coarse_nll(logits, x256):
    V = logits.size(1)
    return nll_by_channel(logits, coarsen(x256, V)).sum(-1) + x256[0].numel() * (8 * math.log(2) - math.log(V))



class Layer(nn.Module):
    def __init__(self, inputs, outputs, dilation, first):
        super().__init__()
        self.d, self.o = dilation, outputs
        self.w = nn.Parameter(torch.randn(outputs, inputs, 9) / (inputs * 5) ** 0.5)
        self.b = nn.Parameter(torch.zeros(outputs))
        keep = torch.zeros(outputs, inputs, 9, dtype=torch.bool)
        keep[..., :4] = True
        for o in range(outputs):
            for i in range(inputs):
                co, ci = o // (outputs // 3), i // (inputs // 3)
                keep[o, i, 4] = ci < co if first else ci <= co
        self.register_buffer("hide", ~keep, persistent=False)

    def forward(self, x):
        B, C, H, W = x.shape
        patches = F.unfold(x, 3, dilation=self.d, padding=self.d).view(B, C, 9, H, W)
        out = torch.einsum("oik,bikhw->bohw", self.w.masked_fill(self.hide, 0), patches)
        return out + self.b.view(1, -1, 1, 1)


class ColourPixelCNN(nn.Module):
    def __init__(self, hidden_channels=24, dilations=(1, 2, 1), num_values=8):
        super().__init__()
        if hidden_channels % 3:
            raise ValueError("hidden_channels must be divisible by 3")
        self.num_values = num_values
        self.blocks = nn.ModuleList()
        for n, d in enumerate(dilations):
            self.blocks.append(Layer(hidden_channels if n else 3, hidden_channels, d, n == 0))
        self.heads = nn.ModuleList(
            nn.Conv2d(hidden_channels // 3 * (c + 1), num_values, 1) for c in range(3)
        )

    def norm(self, h):
        B, C, H, W = h.shape
        blocks = h.view(B, 3, C // 3, H, W)
        return ((blocks - blocks.mean(2, True)) / (blocks.var(2, keepdim=True) + 1e-2).sqrt()).view_as(h)

    def forward(self, x):
        h = self.blocks[0](x)
        for block in list(self.blocks)[1:]:
            h = h + block(F.silu(self.norm(h)))
        h = F.silu(h)
        third = h.shape[1] // 3
        return torch.stack([head(h[:, : third * (c + 1)]) for c, head in enumerate(self.heads)], 2)
