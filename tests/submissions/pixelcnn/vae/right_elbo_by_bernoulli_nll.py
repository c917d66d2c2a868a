"""The likelihood term is the function of the first exercise; one softplus bounds the variance."""

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
        log_var = 3 - F.softplus(3 - self.log_var(h))  # smooth, at most 3
        return self.mean(h), log_var

    def decode(self, z):
        return self.decoder(z)

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        z = reparameterize(mean, log_var, noise)
        logits = self.decode(z)
        log_likelihood = -bernoulli_nll(logits[:, None, None], x[:, None, None])
        return log_likelihood - gaussian_kl(mean, log_var)
