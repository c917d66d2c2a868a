"""Reference solutions of `pixelcnn/vae`: a latent variable model, and a fair comparison."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from solutions.pixelcnn.likelihood import bits_per_dim, categorical_nll


def gaussian_kl(mean: Tensor, log_var: Tensor) -> Tensor:
    """Kullback-Leibler divergence of a diagonal Gaussian from the standard normal.

    With ``var = exp(log_var)``, summed over the ``Z`` dimensions,

        KL(N(mean, diag var) || N(0, I)) = 1/2 sum (mean^2 + var - 1 - log_var)

    Args:
        mean: ``(B, Z)``.
        log_var: ``(B, Z)``, the logarithm of the variance — not of the standard deviation.

    Returns:
        ``(B,)``: nats, never negative, zero for the standard normal itself.

    Example:
        >>> gaussian_kl(torch.tensor([[0.0], [1.0]]), torch.zeros(2, 1))
        tensor([0.0000, 0.5000])
    """
    # 1 line. Near log_var = 0, exp(log_var) - 1 loses digits that torch.expm1 keeps.
    ### BEGIN SOLUTION
    return 0.5 * (mean.square() + torch.expm1(log_var) - log_var).sum(1)
    ### END SOLUTION


def reparameterize(mean: Tensor, log_var: Tensor, noise: Tensor) -> Tensor:
    """Turn standard normal noise into a draw from N(mean, diag exp log_var).

    The draw is a differentiable function of ``mean`` and ``log_var``: the randomness has been
    moved into ``noise``.

    Args:
        mean: ``(B, Z)``.
        log_var: ``(B, Z)``, the logarithm of the variance.
        noise: ``(B, Z)``, draws from N(0, I).

    Returns:
        ``(B, Z)``.

    Example:
        A variance of 4 is a standard deviation of 2.

        >>> reparameterize(torch.ones(1, 1), torch.full((1, 1), math.log(4)), torch.ones(1, 1))
        tensor([[3.]])
    """
    # 1 line: what is the standard deviation in terms of log_var?
    ### BEGIN SOLUTION
    return mean + torch.exp(0.5 * log_var) * noise
    ### END SOLUTION


def importance_bound(log_weights: Tensor) -> Tensor:
    """The K-sample lower bound on log p(x), from importance weights.

        L_K = log( 1/K sum_k w_k ),    w_k = p(x, z_k) / q(z_k | x),    z_k ~ q(z | x)

    In expectation it is at most ``log p(x)``, does not fall as ``K`` grows, and is the ELBO at
    ``K = 1``. See Burda et al., "Importance Weighted Autoencoders", 2016.

    Args:
        log_weights: ``(K, B)``, ``log p(x, z_k) - log q(z_k | x)``; thousands of nats below zero
            are usual, and must not underflow.

    Returns:
        ``(B,)``: nats.

    Example:
        >>> importance_bound(torch.full((5, 1), -1000.0))
        tensor([-1000.])
    """
    # 1 line: the mean of w_k without ever computing w_k.
    ### BEGIN SOLUTION
    return torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))
    ### END SOLUTION


class VAE(nn.Module):
    """A variational autoencoder of binary images, as rows of pixels.

        z ~ N(0, I)            p(x | z) = prod_i Bernoulli(x_i; sigmoid(decode(z)_i))
        encode(x) = (mean, log_var)            q(z | x) = N(mean, diag exp log_var)

    Args:
        num_pixels: pixels of an image.
        hidden: units of the hidden layer, in the encoder and in the decoder.
        latent: ``Z``, dimensions of ``z``.

    Example:
        >>> VAE(num_pixels=64).elbo(torch.zeros(5, 64), torch.randn(5, 8)).shape
        torch.Size([5])
    """

    def __init__(self, num_pixels: int, hidden: int = 128, latent: int = 8) -> None:
        """Build the encoder, with ``2 * latent`` outputs, and the decoder."""
        super().__init__()
        # About 6 lines: two nn.Sequential, each with one hidden layer.
        ### BEGIN SOLUTION
        self.encoder = nn.Sequential(
            nn.Linear(num_pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent)
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, num_pixels)
        )
        ### END SOLUTION

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Approximate posterior of images ``x (B, num_pixels)``: ``mean``, ``log_var (B, Z)``."""
        # About 2 lines.
        ### BEGIN SOLUTION
        mean, log_var = self.encoder(x).chunk(2, dim=1)
        return mean, log_var
        ### END SOLUTION

    def decode(self, z: Tensor) -> Tensor:
        """Logits ``(B, num_pixels)`` of P(x = 1 | z), for ``z (B, Z)``; any real numbers."""
        # 1 line: no sigmoid here.
        ### BEGIN SOLUTION
        logits: Tensor = self.decoder(z)
        return logits
        ### END SOLUTION

    def elbo(self, x: Tensor, noise: Tensor) -> Tensor:
        """One-draw estimate of the evidence lower bound, to be made as large as possible.

            log p(x | z) - gaussian_kl(mean, log_var),    z = reparameterize(mean, log_var, noise)

        Args:
            x: ``(B, num_pixels)``, zeros and ones.
            noise: ``(B, Z)``, draws from N(0, I).

        Returns:
            ``(B,)``: nats per image, summed over its pixels; the other images of the batch have no
            say, in training either (so no batch normalisation).
        """
        # About 4 lines: encode, draw, decode; the cost of binary pixels as in bernoulli_nll.
        ### BEGIN SOLUTION
        mean, log_var = self.encode(x)
        logits = self.decode(reparameterize(mean, log_var, noise))
        nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        return -nll - gaussian_kl(mean, log_var)
        ### END SOLUTION


@torch.no_grad()
def compare(
    pixelcnn: nn.Module,
    vae: VAE,
    images: Tensor,
    num_samples: int = 64,
    generator: torch.Generator | None = None,
) -> dict[str, dict[str, float | str]]:
    """Compare a PixelCNN and a VAE on the same images, in the same units.

    A PixelCNN knows its likelihood exactly; a VAE knows a lower bound, so its figures are *upper*
    bounds on the negative log-likelihood: ``vae_elbo`` with the ELBO, ``vae_importance`` with the
    tighter bound from ``num_samples`` draws of ``z`` for each image.

    Args:
        pixelcnn: any callable from images ``(B, 1, H, W)`` to logits ``(B, 2, 1, H, W)``.
        vae: offers ``encode``, ``decode`` and ``elbo`` as ``VAE`` does.
        images: ``(B, 1, H, W)``, zeros and ones in the dtype of the models.
        num_samples: draws of noise for each image, ``K``.
        generator: where all noise comes from. ``None`` is torch's global generator.

    Returns:
        For each of ``"pixelcnn"``, ``"vae_elbo"`` and ``"vae_importance"`` a dictionary:
        ``"nats"``, the mean over the images of the NLL or of its upper bound (float);
        ``"bits_per_dim"``, the same in bits per dimension (float); and
        ``"kind"``, ``"exact"`` or ``"bound"``.

    Example:
        >>> table = compare(PixelCNN(), VAE(num_pixels=64), torch.zeros(5, 1, 8, 8))
        >>> [(name, row["kind"]) for name, row in table.items()]
        [('pixelcnn', 'exact'), ('vae_elbo', 'bound'), ('vae_importance', 'bound')]
    """
    # About 18 lines. The weights of the importance bound need
    #   log p(x, z) - log q(z | x) = log p(x | z) + log N(z; 0, I) - log N(z; mean, var)
    # in which much cancels: z = mean + std * noise. Use the same noise for both bounds, and the
    # tighter one is never the larger number.
    ### BEGIN SOLUTION
    x = images.flatten(1)
    mean, log_var = vae.encode(x)
    elbos, log_weights = [], []
    for _ in range(num_samples):
        noise = torch.randn(mean.shape, generator=generator, dtype=mean.dtype, device=mean.device)
        z = reparameterize(mean, log_var, noise)
        nll = F.binary_cross_entropy_with_logits(vae.decode(z), x, reduction="none").sum(1)
        log_ratio = 0.5 * (noise.square() - z.square() + log_var).sum(1)
        elbos.append(vae.elbo(x, noise))
        log_weights.append(log_ratio - nll)
    costs = {
        "pixelcnn": (categorical_nll(pixelcnn(images), images.long()), "exact"),
        "vae_elbo": (-torch.stack(elbos).mean(0), "bound"),
        "vae_importance": (-importance_bound(torch.stack(log_weights)), "bound"),
    }
    return {
        name: {
            "nats": nll.mean().item(),
            "bits_per_dim": bits_per_dim(nll, x.shape[1]).mean().item(),
            "kind": kind,
        }
        for name, (nll, kind) in costs.items()
    }
    ### END SOLUTION
