"""GPT-2: initial values of 0.02, a tied read-out, and masks that are kept once they are made."""

import torch
import torch.nn.functional as F
from torch import nn


class GPTBlock(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.fc, self.proj = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)
    def forward(self, x, mask):
        y = self.ln_1(x)
        x = x + self.attn(y, y, y, attn_mask=mask, need_weights=False)[0]
        y = F.gelu(self.fc(self.ln_2(x)), approximate="tanh")
        return self.proj(y).add_(x)
class TransformerLM(nn.Module):
    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(num_tokens + 1, dim), nn.Embedding(max_length, dim)
        self.h = nn.ModuleList(GPTBlock(dim, num_heads) for _ in range(num_layers))
        self.ln_f = nn.LayerNorm(dim)
        self.lm_head = nn.Linear(dim, num_tokens + 1, bias=False)
        self.lm_head.weight = self.wte.weight
        self._masks = {}
        self.apply(self._init)
    def _init(self, m):
        if isinstance(m, (nn.Linear, nn.Embedding)):
            nn.init.normal_(m.weight, std=0.02)
            if getattr(m, "bias", None) is not None:
                nn.init.zeros_(m.bias)
    def mask(self, T):
        if T not in self._masks:
            self._masks[T] = torch.ones(T, T, dtype=torch.bool).triu(1)
        return self._masks[T]
    def forward(self, tokens):
        B, T = tokens.shape
        V = self.wte.num_embeddings - 1
        x = torch.cat([tokens.new_full((B, 1), V), tokens[:, :-1]], 1)
        x = self.wte(x) + self.wpe(torch.arange(T, device=tokens.device))
        for block in self.h:
            x = block(x, self.mask(T))
        return self.lm_head(self.ln_f(x))[..., :V]
