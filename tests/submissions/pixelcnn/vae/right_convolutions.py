"""A convolutional encoder; the pixels are scaled to [-1, 1] first."""

import math

import torch.nn.functional as F
from torch import nn


class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.side = math.isqrt(num_pixels)
        self.image = self.side**2 == num_pixels  # else one row of pixels
        self.conv = nn.Conv2d(1, 8, 3, padding=1)
        self.to_hidden = nn.Linear(8 * num_pixels, hidden)
        self.to_code = nn.Linear(hidden, 2 * latent)
        self.from_code = nn.Linear(latent, hidden)
        self.to_logits = nn.Linear(hidden, num_pixels)

    def encode(self, x):
        shape = (self.side, self.side) if self.image else (1, x.shape[1])
        h = F.silu(self.conv(2 * x.view(-1, 1, *shape) - 1)).flatten(1)
        code = self.to_code(F.silu(self.to_hidden(h)))
        return code.tensor_split(2, dim=1)

    def decode(self, z):
        return self.to_logits(F.silu(self.from_code(z)))

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(reparameterize(mean, log_var, noise))
        return (F.logsigmoid((2 * x - 1) * logits)).sum(1) - gaussian_kl(mean, log_var)
