"""torch.distributions for the divergence and the densities."""

import torch


def _q(mean, log_var):
    return torch.distributions.Independent(
        torch.distributions.Normal(mean, torch.exp(log_var / 2)), 1
    )


def gaussian_kl(mean, log_var):
    prior = _q(torch.zeros_like(mean), torch.zeros_like(log_var))
    return torch.distributions.kl_divergence(_q(mean, log_var), prior)


def reparameterize(mean, log_var, noise):
    return torch.addcmul(mean, log_var.div(2).exp(), noise)


@torch.no_grad()
def compare(pixelcnn, vae, images, num_samples=64, generator=None):
    x = images.flatten(1)
    log_p = pixelcnn(images).log_softmax(dim=1)
    exact = -log_p.gather(1, images.long()[:, None]).flatten(1).sum(1)
    mean, log_var = vae.encode(x)
    noise = torch.randn((num_samples, *mean.shape), generator=generator, dtype=mean.dtype)
    z = mean + (log_var / 2).exp() * noise
    logits = vae.decode(z.flatten(0, 1)).view(num_samples, *x.shape)
    log_likelihood = torch.distributions.Bernoulli(logits=logits).log_prob(x).sum(-1)
    prior = _q(torch.zeros_like(mean), torch.zeros_like(mean))
    log_weights = log_likelihood + prior.log_prob(z) - _q(mean, log_var).log_prob(z)
    costs = {
        "pixelcnn": exact,
        "vae_elbo": -torch.stack([vae.elbo(x, e) for e in noise]).mean(0),
        "vae_importance": -importance_bound(log_weights),
    }
    return {
        name: {
            "nats": float(cost.mean()),
            "bits_per_dim": float(bits_per_dim(cost, x.shape[1]).mean()),
            "kind": "exact" if name == "pixelcnn" else "bound",
        }
        for name, cost in costs.items()
    }
