# expect: elbo_adds_up
# says: elbo
# kind: form
"""The reconstruction is one number per image, the KL the mean over the batch."""

import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU())
        self.mean, self.log_var = nn.Linear(hidden, latent), nn.Linear(hidden, latent)
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels)
        )

    def encode(self, x):
        h = self.encoder(x)
        return self.mean(h), self.log_var(h)

    def decode(self, z):
        return self.decoder(z)

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(reparameterize(mean, log_var, noise))
        fit = -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return fit - gaussian_kl(mean, log_var).mean()
