# expect: elbo_adds_up
# says: KL divergence has a weight
# kind: wrong
"""The divergence weighs a tenth, for sharper images."""

import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU())
        self.mean = nn.Linear(hidden, latent)
        self.log_var = nn.Linear(hidden, latent)
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
        z = reparameterize(mean, log_var, noise)
        logits = self.decode(z)
        log_likelihood = -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(dim=1)
        return log_likelihood - 0.1 * gaussian_kl(mean, log_var)
