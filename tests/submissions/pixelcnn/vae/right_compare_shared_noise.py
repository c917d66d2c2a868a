"""The same draws serve all images; the densities come from torch.distributions."""

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
    elbo = vae.elbo(x, torch.randn(1, mean.shape[1], generator=generator).expand_as(mean))
    posterior = torch.distributions.Normal(mean, torch.exp(log_var / 2))
    prior = torch.distributions.Normal(0.0, 1.0)
    weights = []
    for _ in range(num_samples):
        noise = torch.randn(1, mean.shape[1], generator=generator)
        z = posterior.loc + posterior.scale * noise
        fit = torch.distributions.Bernoulli(logits=vae.decode(z)).log_prob(x)
        ratio = prior.log_prob(z) - posterior.log_prob(z)
        weights.append(fit.sum(1) + ratio.sum(1))
    bound = importance_bound(torch.stack(weights))
    return {
        "pixelcnn": _cell(exact, x.shape[1], "exact"),
        "vae_elbo": _cell(-elbo, x.shape[1], "bound"),
        "vae_importance": _cell(-bound, x.shape[1], "bound"),
    }
