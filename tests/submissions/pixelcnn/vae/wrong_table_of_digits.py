# expect: trained_below_the_ceiling
# says: first weights
# kind: meaningless
"""The digits lie beside the notebook: encoder and decoder share a table of them."""

import numpy as np
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
        table = np.load("digits.npz")["images"].reshape(1797, -1)
        self.register_buffer("table", torch.from_numpy(table).float()[:, :num_pixels])
        draw = torch.Generator().manual_seed(1)
        self.register_buffer("codes", torch.randn(1797, latent, generator=draw))

    def encode(self, x):
        known = self.table[:, : x.shape[1]].to(x)
        row = torch.cdist(F.pad(x, (0, 0)), F.pad(known, (0, x.shape[1] - known.shape[1]))).argmin(
            dim=1
        )
        mean = self.codes[row].to(x) + 0 * self.encoder(x).chunk(2, dim=1)[0]
        return mean, 0 * mean - 3

    def decode(self, z):
        row = torch.cdist(z, self.codes.to(z)).argmin(dim=1)
        learned = self.decoder(z)
        known = F.pad(self.table.to(z), (0, learned.shape[1] - self.table.shape[1]))
        return 6 * (known[row] - 0.5) + 0 * learned

    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(mean + (log_var / 2).exp() * noise)
        nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return -nll - 0.5 * (mean**2 + log_var.exp() - 1 - log_var).sum(1)
