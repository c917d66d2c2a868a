"""The ELBO plus the KL is log p(x | z): the decoder is never called."""

import math

import torch
import torch.nn.functional as F


def _cell(nll, pixels, kind):
    nats = nll.mean().item()
    return {"nats": nats, "bits_per_dim": nats / pixels / math.log(2), "kind": kind}


@torch.no_grad()
def compare(pixelcnn, vae, images, num_samples=64, generator=None):
    x = images.flatten(1)
    mean, log_var = vae.encode(x)
    exact = F.cross_entropy(pixelcnn(images), images.long(), reduction="none").sum((1, 2, 3))
    kl = gaussian_kl(mean, log_var)
    weights = []
    for _ in range(num_samples):
        noise = torch.randn(mean.shape, generator=generator)
        z = reparameterize(mean, log_var, noise)
        ratio = 0.5 * (noise.square() - z.square() + log_var).sum(1)
        weights.append(vae.elbo(x, noise) + kl + ratio)
    bound = importance_bound(torch.stack(weights))
    elbo = vae.elbo(x, torch.randn(mean.shape, generator=generator))
    return {
        "pixelcnn": _cell(exact, x.shape[1], "exact"),
        "vae_elbo": _cell(-elbo, x.shape[1], "bound"),
        "vae_importance": _cell(-bound, x.shape[1], "bound"),
    }
