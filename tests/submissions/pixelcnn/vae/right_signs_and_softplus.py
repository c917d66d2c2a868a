"""Pixels as signs, a softplus for the cost, a log-variance that is bounded softly."""

import torch
import torch.nn.functional as F
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
        mean, raw = self.encoder(2 * x - 1).tensor_split(2, dim=-1)
        return mean, 6 * torch.tanh(raw / 6)

    def decode(self, z):
        return self.decoder(z)

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(mean + (log_var / 2).exp() * noise)
        nll = F.softplus((1 - 2 * x) * logits).sum(1)
        return -nll - 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(1)
