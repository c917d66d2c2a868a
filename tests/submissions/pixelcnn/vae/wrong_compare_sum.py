# expect: compare_known_answers
# says: mean
# kind: wrong
"""The sum over the images, not their mean."""

import math

import torch
import torch.nn.functional as F


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
        nats = nats.sum().item()
        return {"nats": nats, "bits_per_dim": nats / D / math.log(2), "kind": kind}

    return {
        "pixelcnn": row(nll, "exact"),
        "vae_elbo": row(-elbo, "bound"),
        "vae_importance": row(-bound, "bound"),
    }
