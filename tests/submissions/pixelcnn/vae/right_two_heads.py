"""Separate heads for mean and log-variance; densities written out."""

import math

import torch
import torch.nn.functional as F
from torch import nn


def gaussian_kl(mean, log_var):
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(dim=1)


def reparameterize(mean, log_var, noise):
    std = torch.exp(0.5 * log_var)
    return mean + std * noise


def importance_bound(log_weights):
    K = log_weights.shape[0]
    return torch.logsumexp(log_weights, dim=0) - math.log(K)


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
        return log_likelihood - gaussian_kl(mean, log_var)


def _log_normal(z, mean, log_var):
    squares = (z - mean) ** 2 / log_var.exp()
    return -0.5 * (math.log(2 * math.pi) + log_var + squares).sum(dim=1)


@torch.no_grad()
def compare(pixelcnn, vae, images, num_samples=64, generator=None):
    x = images.flatten(1)
    D = x.shape[1]
    logits = pixelcnn(images)
    nll = F.cross_entropy(logits, images.long(), reduction="none").flatten(1).sum(dim=1)

    mean, log_var = vae.encode(x)
    noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype)
    elbo = vae.elbo(x, noise)

    log_weights = []
    for _ in range(num_samples):
        noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype)
        z = mean + torch.exp(0.5 * log_var) * noise
        recon = F.binary_cross_entropy_with_logits(vae.decode(z), x, reduction="none")
        log_p_x = -recon.sum(dim=1)
        log_p_z = _log_normal(z, torch.zeros_like(z), torch.zeros_like(z))
        log_q = _log_normal(z, mean, log_var)
        log_weights.append(log_p_x + log_p_z - log_q)
    bound = importance_bound(torch.stack(log_weights))

    def row(nats, kind):
        nats = nats.mean().item()
        return {"nats": nats, "bits_per_dim": nats / D / math.log(2), "kind": kind}

    return {
        "pixelcnn": row(nll, "exact"),
        "vae_elbo": row(-elbo, "bound"),
        "vae_importance": row(-bound, "bound"),
    }
