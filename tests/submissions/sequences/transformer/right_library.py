"""nn.TransformerEncoder, which is causal if it is told, and has no dropout if it is told."""

import torch
import torch.nn.functional as F
from torch import nn


class TransformerLM(nn.Module):
    def __init__(self, num_tokens, dim=32, num_heads=4, num_layers=2, max_length=64):
        super().__init__()
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.places = nn.Embedding(max_length, dim)
        layer = nn.TransformerEncoderLayer(
            dim, num_heads, 4 * dim, dropout=0.0, batch_first=True, norm_first=False
        )
        self.layers = nn.TransformerEncoder(layer, num_layers, enable_nested_tensor=False)
        self.out = nn.Linear(dim, num_tokens)

    def forward(self, tokens):
        begin = torch.full((len(tokens), 1), self.start)
        shifted = torch.hstack([begin, tokens])[:, : tokens.shape[1]]
        x = self.table(shifted) + self.places(torch.arange(tokens.shape[1]))
        mask = nn.Transformer.generate_square_subsequent_mask(tokens.shape[1], dtype=x.dtype)
        return self.out(self.layers(x, mask=mask, is_causal=True))


def multi_head(x, w_q, w_k, w_v, w_o, num_heads):
    if x.shape[2] % num_heads != 0:
        raise ValueError("num_heads has to divide D")
    found, _ = F.multi_head_attention_forward(
        *(x.transpose(0, 1),) * 3,
        x.shape[2], num_heads, torch.cat([w_q, w_k, w_v]), None, None, None, False, 0.0, w_o, None,
        training=False, need_weights=False, is_causal=False,
        attn_mask=torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1),
    )
    return found.transpose(0, 1)
