"""Two hidden ReLU layers in the encoder and in the decoder: slower to learn, and sound."""

import torch.nn.functional as F
from torch import nn


def _layers(*sizes):
    pairs = zip(sizes, sizes[1:], strict=False)
    layers = [part for a, b in pairs for part in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.encoder = _layers(num_pixels, hidden, hidden, 2 * latent)
        self.decoder = _layers(latent, hidden, hidden, num_pixels)

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=-1)

    def decode(self, z):
        return self.decoder(z)

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(reparameterize(mean, log_var, noise))
        fit = -F.binary_cross_entropy_with_logits(logits, x, reduction="none")
        return fit.sum(1) - gaussian_kl(mean, log_var)
