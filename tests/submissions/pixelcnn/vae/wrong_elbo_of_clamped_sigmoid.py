# expect: elbo_adds_up
# says: logits of thousands
# kind: numerics
"""The sigmoid is clamped before its logarithm: cheap, where the decoder is sure and wrong."""

import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent)
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels)
        )

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=1)

    def decode(self, z):
        return self.decoder(z)

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(mean + (log_var / 2).exp() * noise)
        p = logits.sigmoid().clamp(1e-12, 1 - 1e-12)
        nll = -(x * p.log() + (1 - x) * (1 - p).log()).sum(1)
        return -nll - 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(1)
