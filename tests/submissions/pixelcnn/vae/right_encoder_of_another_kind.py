"""Another architecture: layer norm, dropout and tanh, two heads, a clamped log-variance, zero heads."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(num_pixels, hidden), nn.LayerNorm(hidden), nn.Tanh(), nn.Dropout(0.02)
        )
        self.mean = nn.Linear(hidden, latent)
        self.log_var = nn.Linear(hidden, latent)
        self.up = nn.Linear(latent, hidden)
        self.out = nn.Linear(hidden, num_pixels)
        nn.init.zeros_(self.log_var.weight)
        nn.init.zeros_(self.log_var.bias)

    def encode(self, x):
        h = self.body(2 * x - 1)
        return self.mean(h), self.log_var(h).clamp(-8, 8)

    def decode(self, z):
        return self.out(F.elu(self.up(z)))

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(mean + log_var.mul(0.5).exp() * noise)
        fit = (x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)).sum(-1)
        prior = torch.distributions.Normal(torch.zeros_like(mean), torch.ones_like(mean))
        posterior = torch.distributions.Normal(mean, (log_var / 2).exp())
        return fit - torch.distributions.kl_divergence(posterior, prior).sum(-1)
