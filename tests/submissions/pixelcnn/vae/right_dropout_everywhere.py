"""Dropout in encoder and decoder, layer norm, and a residual block."""

import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(num_pixels, hidden),
            nn.LayerNorm(hidden),
            nn.GELU(),
            nn.Dropout(0.03),
            nn.Linear(hidden, 2 * latent),
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.GELU(), nn.Dropout(0.02), nn.Linear(hidden, num_pixels)
        )

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=1)

    def decode(self, z):
        return self.decoder(z)

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(mean + (log_var / 2).exp() * noise)
        nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return -nll - 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(1)
