# expect: trained_below_the_ceiling
# says: remembers images
# kind: meaningless
"""The decoder looks up which image was encoded to a code near z."""

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
        draw = torch.Generator().manual_seed(1)
        self.register_buffer("plane", torch.randn(num_pixels, latent, generator=draw))
        self.latent, self.codes, self.images = latent, None, None

    def encode(self, x):
        mean = x @ self.plane / x.shape[1] ** 0.5
        if self.codes is None or len(self.codes) > 4000:
            self.codes, self.images = mean.detach(), x
        else:
            self.codes = torch.cat([mean.detach(), self.codes.to(mean)])
            self.images = torch.cat([x, self.images.to(x)])
        return mean + 0 * self.encoder(x)[:, : self.latent], 0 * mean - 3

    def decode(self, z):
        learned = self.decoder(z)
        if self.codes is None:
            return learned
        near = torch.cdist(z.detach(), self.codes.to(z)).argmin(dim=1)
        return 6 * (self.images[near].to(z) - 0.5) + 0 * learned

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(mean + (log_var / 2).exp() * noise)
        nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return -nll - 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(1)
