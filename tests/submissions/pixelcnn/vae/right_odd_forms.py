"""Named tuples, strided views and a negated view; the table has types derived from plain ones."""

import enum
import math
from collections import OrderedDict, defaultdict, namedtuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

Code = namedtuple("Code", "mean log_var")


class Kind(str, enum.Enum):
    EXACT = "exact"
    BOUND = "bound"


def gaussian_kl(mean, log_var):
    each = 0.5 * (mean.square() + torch.expm1(log_var) - log_var)
    return torch.stack([each.sum(1), each.sum(1)], dim=1)[:, 0]


def reparameterize(mean, log_var, noise):
    z = mean + torch.exp(0.5 * log_var) * noise
    return z.T.contiguous().T


def importance_bound(log_weights):
    bound = torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))
    return torch.complex(torch.zeros_like(bound), -bound).conj().imag


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
        both = self.encoder(x)
        return Code(mean=both[:, ::2], log_var=both[:, 1::2])

    def decode(self, z):
        return self.decoder(z)

    def elbo(self, x, noise):
        code = self.encode(x)
        logits = self.decode(reparameterize(code.mean, code.log_var, noise))
        nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return torch.stack([-nll - gaussian_kl(*code)] * 2, dim=1)[:, 1]


@torch.no_grad()
def compare(pixelcnn, vae, images, num_samples=64, generator=None):
    x = images.flatten(1)
    mean, log_var = vae.encode(x)
    elbos, log_weights = [], []
    for _ in range(num_samples):
        noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype)
        z = mean + torch.exp(0.5 * log_var) * noise
        nll = F.binary_cross_entropy_with_logits(vae.decode(z), x, reduction="none").sum(1)
        elbos.append(vae.elbo(x, noise))
        log_weights.append(0.5 * (noise.square() - z.square() + log_var).sum(1) - nll)
    exact = F.cross_entropy(pixelcnn(images), images.long(), reduction="none").flatten(1).sum(1)
    table = defaultdict(OrderedDict)
    for name, nll, kind in (
        ("pixelcnn", exact, Kind.EXACT),
        ("vae_elbo", -torch.stack(elbos).mean(0), Kind.BOUND),
        ("vae_importance", -importance_bound(torch.stack(log_weights)), Kind.BOUND),
    ):
        nats = np.float64(nll.double().mean().numpy())
        table[np.str_(name)]["nats"] = nats
        table[np.str_(name)]["bits_per_dim"] = np.float32(nats / x.shape[1] / math.log(2))
        table[np.str_(name)]["kind"] = kind
    return table
