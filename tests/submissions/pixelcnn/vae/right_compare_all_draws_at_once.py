"""All draws of all images go through the decoder in one batch."""

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
    noise = torch.randn(num_samples, *mean.shape, generator=generator)
    elbo = vae.elbo(x, noise[0])
    z = mean + torch.exp(log_var / 2) * noise
    logits = vae.decode(z.flatten(0, 1))
    rows = x.repeat(num_samples, 1)
    fit = -F.binary_cross_entropy_with_logits(logits, rows, reduction="none").sum(1)
    ratio = 0.5 * (noise.square() - z.square() + log_var).sum(2)
    bound = importance_bound(fit.view(num_samples, -1) + ratio)
    return {
        "pixelcnn": _cell(exact, x.shape[1], "exact"),
        "vae_elbo": _cell(-elbo, x.shape[1], "bound"),
        "vae_importance": _cell(-bound, x.shape[1], "bound"),
    }
