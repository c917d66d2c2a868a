"""One image after another, each with its own batch of draws."""

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
    elbo = vae.elbo(x, torch.randn(mean.shape, generator=generator))
    bounds = []
    for one, m, v in zip(x, mean, log_var):
        noise = torch.randn(num_samples, len(m), generator=generator)
        z = m + torch.exp(v / 2) * noise
        rows = one.expand(num_samples, -1)
        fit = -F.binary_cross_entropy_with_logits(vae.decode(z), rows, reduction="none").sum(1)
        ratio = 0.5 * (noise.square() - z.square() + v).sum(1)
        bounds.append(importance_bound((fit + ratio).unsqueeze(1)))
    bound = torch.cat(bounds)
    return {
        "pixelcnn": _cell(exact, x.shape[1], "exact"),
        "vae_elbo": _cell(-elbo, x.shape[1], "bound"),
        "vae_importance": _cell(-bound, x.shape[1], "bound"),
    }
